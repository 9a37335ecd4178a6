"""Times away: a missing episode, and the places somebody has lived in."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth import choices
from youth.models.profiles import NUMBER_LENGTH, WORDS_LENGTH, Youth

FOREVER = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


class MissingEpisodeQuerySet(models.QuerySet["MissingEpisode"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(youth__in=Youth.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def overlapping(self, began_at: dt.datetime, ended_at: dt.datetime | None) -> Self:
        """Those that share a moment with this span; an open end reaches as far as one likes."""
        return self.alias(end=Coalesce("ended_at", FOREVER)).filter(began_at__lt=ended_at or FOREVER, end__gt=began_at)

    def begun_between(self, first: dt.datetime, last: dt.datetime) -> Self:
        return self.filter(began_at__gte=first, began_at__lte=last)


class MissingEpisode(models.Model):
    """From when somebody was missed until they were found or came back (domain.md 1.4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="episodes")
    began_at = models.DateTimeField()
    known_at = models.DateTimeField()  # when DCF learned of it: the reports' clocks run from here
    ended_at = models.DateTimeField(null=True)
    found_where = EncryptedText(Sealed.NARRATIVE, max_length=WORDS_LENGTH)
    police_at = models.DateTimeField(null=True)
    police_agency = EncryptedText(Sealed.NARRATIVE, max_length=WORDS_LENGTH)
    police_number = EncryptedText(Sealed.IDENTITY, max_length=NUMBER_LENGTH)
    ncmec_at = models.DateTimeField(null=True)
    ncmec_number = EncryptedText(Sealed.IDENTITY, max_length=NUMBER_LENGTH)
    caregiver_reported = models.CharField(
        max_length=8, choices=choices.YesNoUnknown.choices, default=choices.YesNoUnknown.UNKNOWN
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = MissingEpisodeQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "youth", "began_at", "known_at", "ended_at", "police_at", "ncmec_at", "caregiver_reported",
        "recorded_at", "recorded_by",
    )  # fmt: skip

    class Meta:
        ordering = ("-began_at", "id")
        constraints = [
            models.CheckConstraint(
                name="episode_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gt=F("began_at"))
            ),
            models.CheckConstraint(name="episode_known_after_it_began", condition=Q(known_at__gte=F("began_at"))),
            models.UniqueConstraint(fields=["youth"], condition=Q(ended_at=None), name="one_open_episode_per_youth"),
        ]

    @property
    def is_open(self) -> bool:
        return self.ended_at is None


class Placement(models.Model):
    """Where somebody lived from a day on; kept whenever the profile says something else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="placements")
    living_situation = models.CharField(max_length=16, choices=choices.LivingSituation.choices, blank=True)
    placement = EncryptedText(Sealed.IDENTITY, max_length=WORDS_LENGTH)
    from_day = models.DateField()

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "living_situation", "from_day")

    class Meta:
        ordering = ("from_day", "id")
