"""What a referral says (domain.md 1.8), beyond what the profile and the screening already hold."""

from typing import ClassVar

from django.db import models

from referrals import choices
from vault.classification import Kind
from vault.fields import EncryptedJSON, EncryptedText

WORDS = 10_000
LINE = 300


class Content(models.Model):
    concern_type = models.CharField(max_length=10, choices=choices.ConcernType.choices, blank=True)
    what_seen = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    how_known = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    earlier_harm = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    action_taken = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    question = EncryptedText(Kind.NARRATIVE, max_length=WORDS)  # what the referrer asks HART
    venue = models.CharField(max_length=12, choices=choices.Venue.choices, blank=True)
    recruitment = models.CharField(max_length=12, choices=choices.Recruitment.choices, blank=True)
    exploiter_relation = models.CharField(max_length=12, choices=choices.Relation.choices, blank=True)
    exploiter_age = models.CharField(
        max_length=10, choices=choices.PersonAge.choices, default=choices.PersonAge.UNKNOWN
    )
    exploiter_name = EncryptedText(Kind.IDENTITY, max_length=LINE)
    exploiter_phone = EncryptedText(Kind.IDENTITY, max_length=LINE)
    exploiter_handle = EncryptedText(Kind.IDENTITY, max_length=LINE)
    exploiter_vehicle = EncryptedText(Kind.IDENTITY, max_length=LINE)
    whereabouts = EncryptedText(Kind.IDENTITY, max_length=WORDS)
    safe_contact = EncryptedText(Kind.IDENTITY, max_length=WORDS)
    whom_not_to_call = EncryptedText(Kind.IDENTITY, max_length=WORDS)
    safe_tonight = models.CharField(
        max_length=10, choices=choices.YesNoUnknown.choices, default=choices.YesNoUnknown.UNKNOWN
    )
    urgent_health = EncryptedText(Kind.RESTRICTED, max_length=WORDS)
    suicide_risk = EncryptedText(Kind.RESTRICTED, max_length=10)
    others_at_risk = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    told_young_person = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    told_by = EncryptedText(Kind.IDENTITY, max_length=LINE)
    told_at = models.DateTimeField(null=True)
    not_told_because = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    asked_not_to = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    wanted_person = EncryptedText(Kind.IDENTITY, max_length=LINE)
    wanted_relation = EncryptedText(Kind.IDENTITY, max_length=LINE)
    wanted_contact = EncryptedText(Kind.IDENTITY, max_length=WORDS)
    reports = EncryptedJSON(Kind.IDENTITY, default=dict)  # careline, police, ncmec -> {at, number, agency}
    adult_agreement = models.CharField(max_length=10, choices=choices.Agreement.choices, blank=True)
    minor_at_risk = models.BooleanField(default=False)
    callback_phone = EncryptedText(Kind.IDENTITY, max_length=LINE)
    callback_time = EncryptedText(Kind.IDENTITY, max_length=LINE)
    wants_feedback = models.BooleanField(default=True)

    clear_content: ClassVar[tuple[str, ...]] = (
        "concern_type", "venue", "recruitment", "exploiter_relation", "exploiter_age", "safe_tonight",
        "told_at", "adult_agreement", "minor_at_risk", "wants_feedback",
    )  # fmt: skip

    class Meta:
        abstract = True


class OutcomeTold(models.Model):
    """What the young person was told of the outcome in force; a new determination begins it anew, steps keep all."""

    outcome_told = models.CharField(max_length=10, choices=choices.WasTold.choices, blank=True)
    outcome_told_words = EncryptedText(Kind.NARRATIVE, max_length=WORDS)  # or why not
    outcome_told_by = EncryptedText(Kind.IDENTITY, max_length=LINE)
    outcome_told_at = models.DateTimeField(null=True)

    clear_outcome: ClassVar[tuple[str, ...]] = ("outcome_told", "outcome_told_at")

    class Meta:
        abstract = True


CONTENT = tuple(field.name for field in Content._meta.local_fields)
# Asked beside the result of a screening, under the same names.
THEIR_WISHES = ("asked_not_to", "wanted_person", "wanted_relation", "wanted_contact")
# In several lines and in somebody's own words; all else is a code, a line, or yes and no.
PROSE = tuple(field.name for field in Content._meta.local_fields if getattr(field, "longest", None) == WORDS)
WORDED = tuple(field.name for field in Content._meta.local_fields if isinstance(field, EncryptedText))
# All that goes into a consultation without identity: codes, and a question that is checked for the person's names.
NAMING_NOBODY = (
    "concern_type", "question", "venue", "recruitment", "exploiter_relation", "exploiter_age", "safe_tonight",
    "adult_agreement", "callback_phone", "callback_time", "wants_feedback",
)  # fmt: skip
