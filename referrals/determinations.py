"""HART's determinations, each in a row of its own; part of ``models``. The referral holds the one in force."""

import uuid
from typing import Any, ClassVar

import pgtrigger
from django.db import models

from accounts.models import User
from referrals import choices
from referrals.content import WORDS
from vault.classification import Kind
from vault.fields import EncryptedText


class Determined(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="determinations")
    value = models.CharField(max_length=12, choices=choices.Determination.choices)
    reasons = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    for_referrer = EncryptedText(Kind.NARRATIVE, max_length=WORDS)  # the reasons are HART's, this is theirs
    relied_on = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    identified = models.CharField(max_length=10, choices=choices.YesNoUnknown.choices, blank=True)
    identified_at = models.DateTimeField(null=True)
    timing = models.CharField(max_length=12, choices=choices.Timing.choices, blank=True)
    concern_type = models.CharField(max_length=10, choices=choices.ConcernType.choices, blank=True)
    venue = models.CharField(max_length=12, choices=choices.Venue.choices, blank=True)
    recruitment = models.CharField(max_length=12, choices=choices.Recruitment.choices, blank=True)
    left_out = EncryptedText(Kind.IDENTITY, max_length=WORDS)  # who must not learn of it from any notice
    attorney_informed = models.CharField(max_length=10, choices=choices.YesNoUnknown.choices, blank=True)
    review = models.CharField(max_length=10, choices=choices.Review.choices, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "referral", "value", "identified", "identified_at", "timing", "concern_type", "venue", "recruitment",
        "attorney_informed", "review", "by", "at",
    )  # fmt: skip

    class Meta:
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(
                name="identified_at_only_when_identified",
                condition=models.Q(identified_at=None) | models.Q(identified=choices.YesNoUnknown.YES),
            ),
        ]
        triggers = [pgtrigger.Protect(name="determined_for_good", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.referral.key_owner

    def details(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in DETAILS}


def of(referral: Any) -> list[Determined]:
    """The newest first. Of a referral that was determined before they had rows, what the referral itself says."""
    found = list(referral.determinations.select_related("by")) if referral.determination else []
    for one in found:
        one.referral = referral  # its key is the referral's
    return found or ([from_referral(referral)] if referral.determination else [])


def from_referral(referral: Any) -> Determined:
    return Determined(
        referral=referral, value=referral.determination, reasons=referral.determination_reasons,
        by=referral.determined_by, at=referral.determined_at,
    )  # fmt: skip


# What is said beside the value and its reasons.
DETAILS = (
    "for_referrer", "relied_on", "identified", "identified_at", "timing", "concern_type", "venue", "recruitment",
    "left_out", "attorney_informed", "review",
)  # fmt: skip
