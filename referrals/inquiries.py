"""What HART asks about a referral, and what the referrer answers: an addendum, beside what was signed."""

import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User
from screening.models import Screening
from vault.classification import Kind as Sealed
from vault.fields import EncryptedJSON, EncryptedText


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def open(self) -> Self:
        return self.filter(answered_at=None)

    def with_people(self) -> Self:
        return self.select_related("asked_by", "answered_by", "screening__version")


class Inquiry(models.Model):
    """Questions of one screening, words, or both; answered once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="inquiries")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, related_name="+")
    items = EncryptedJSON(Sealed.NARRATIVE, default=list)  # codes of indicators, never a restricted one
    words = EncryptedText(Sealed.NARRATIVE, max_length=10_000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answers = EncryptedJSON(Sealed.NARRATIVE, default=dict)  # code -> answer, source_type, note
    answer_words = EncryptedText(Sealed.NARRATIVE, max_length=10_000)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    level = models.CharField(max_length=1, blank=True)  # with these answers; the signed one stands as it was

    objects = InquiryQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = (
        *("id", "referral", "screening", "asked_by", "asked_at", "answered_by", "answered_at", "level"),
    )

    class Meta:
        verbose_name_plural = "inquiries"
        ordering = ("asked_at",)
        constraints = [
            models.CheckConstraint(
                name="inquiry_answered_at_and_by_together",
                condition=Q(answered_at=None, answered_by=None, level="")
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["referral"], condition=Q(answered_at=None), name="one_open_inquiry_a_referral"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
            pgtrigger.Protect(name="inquiry_is_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.referral.key_owner

    def said(self) -> dict[str, Any]:
        """Indicator code to what was answered, without what was answered nothing."""
        return {code: entry for code, entry in self.answers.items() if entry.get("answer")}
