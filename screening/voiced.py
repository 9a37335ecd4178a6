"""What the young person wants, and what is added once it is signed; part of ``models``."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.models import User
from vault.classification import Kind
from vault.fields import EncryptedText


class TheirVoice(models.Model):
    """Asked beside the result, in their own words."""

    words_and_wishes = EncryptedText(Kind.NARRATIVE, max_length=10_000)
    safe_tonight_own_view = EncryptedText(Kind.NARRATIVE, max_length=20)
    not_asked_because = EncryptedText(Kind.NARRATIVE, max_length=2_000)
    asked_not_to = EncryptedText(Kind.NARRATIVE, max_length=10_000)
    wanted_person = EncryptedText(Kind.IDENTITY, max_length=300)
    wanted_relation = EncryptedText(Kind.IDENTITY, max_length=300)
    wanted_contact = EncryptedText(Kind.IDENTITY, max_length=10_000)

    class Meta:
        abstract = True


class Addition(models.Model):
    """Words that were added after the signature, each with its date; what was signed stays as it was."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.ForeignKey("screening.Screening", on_delete=models.PROTECT, related_name="additions")
    number = models.PositiveSmallIntegerField()  # the first is 1
    words = EncryptedText(Kind.NARRATIVE, max_length=10_000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "screening", "number", "by", "at")

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["screening", "number"], name="addition_number_once")]
        triggers = [pgtrigger.Protect(name="added_words_stay", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def youth_id(self) -> uuid.UUID:
        return self.screening.youth_id
