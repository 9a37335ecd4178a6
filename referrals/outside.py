"""What reached HART from outside the app: from whom, how, when, in which words; part of ``models``."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.models import User
from referrals import choices
from referrals.content import LINE, WORDS
from vault.classification import Kind
from vault.fields import EncryptedText


class OutsideReport(models.Model):
    """Stands beside the step by which it opened a referral or joined one; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.OneToOneField("referrals.Step", on_delete=models.PROTECT, related_name="outside_report")
    source = models.CharField(max_length=12, choices=choices.Source.choices)
    channel = models.CharField(max_length=10, choices=choices.Channel.choices)
    reporter = EncryptedText(Kind.IDENTITY, max_length=LINE)
    callback_phone = EncryptedText(Kind.IDENTITY, max_length=LINE)
    words = EncryptedText(Kind.NARRATIVE, max_length=WORDS)  # as they were said or written
    received_at = models.DateTimeField()
    no_screening_because = EncryptedText(Kind.NARRATIVE, max_length=WORDS)  # "": the office was asked for one
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "step", "source", "channel", "received_at", "by")

    class Meta:
        triggers = [pgtrigger.Protect(name="reports_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.step.key_owner
