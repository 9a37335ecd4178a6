"""What happened to a referral, step by step, and which screenings it holds; part of ``models``."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models

from accounts.models import User
from referrals.workflow import Status
from screening.models import Level, Screening
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText

SENDING = ("send", "join")  # the steps by which something came to HART


class StepQuerySet(models.QuerySet["Step"]):
    def of_sending(self) -> Self:
        return self.filter(move__in=SENDING)


class Step(models.Model):
    """What happened to a referral, and in whose words; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()  # the first is 1
    move = models.CharField(max_length=20)  # a name of workflow.MOVES, or one of those of pages.receipt.STEPS
    from_status = models.CharField(max_length=20, choices=Status.choices, blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    level = models.CharField(max_length=1, choices=Level.choices, blank=True)
    choice = models.CharField(max_length=20, blank=True)
    words = EncryptedText(Sealed.NARRATIVE, max_length=10_000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submission_key = models.UUIDField(null=True, unique=True)  # of a press that sent or joined

    objects = StepQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "referral", "number", "move", "from_status", "to_status", "level", "choice", "by", "at",
        "submission_key",
    )  # fmt: skip

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="step_number_once_a_referral")]
        triggers = [pgtrigger.Protect(name="history_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.referral.key_owner


class ReferralScreening(models.Model):
    """A screening is part of one referral: the one it opened, or the open one it joined."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="screenings")
    screening = models.OneToOneField(Screening, on_delete=models.PROTECT, related_name="referred")
    at = models.DateTimeField()

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "referral", "screening", "at")

    class Meta:
        ordering = ("at",)
