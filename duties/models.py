"""What must be done by when, by whom, about what; and that it was done."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from duties import ladder, words
from duties.clocks import CLOCKS, Hours
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth.models import Youth

RETURN_SCREEN = ("return_screen_start", "return_screen_finish")  # of whoever was missing and is back
WITHOUT_LADDER = ("forensic_window",)  # an evidence window, and no deadline of ours (clocks.csv)
RESTRICTED_CLOCKS = ("otip_notice",)  # in no list, tile or export (foundations: mail and clocks, 20)


class DutyQuerySet(models.QuerySet["Duty"]):
    def visible_to(self, user: User) -> Self:
        """With the young person; what concerns nobody by name is settled by the moves of its consultation."""
        return self.filter(youth__in=Youth.objects.visible_to(user))

    def about(self, kind: str, pk: uuid.UUID) -> Self:
        return self.filter(about_kind=kind, about_id=pk)

    def open(self) -> Self:
        return self.filter(done_at=None, not_applicable_at=None)

    def in_business_time(self) -> Self:
        return self.filter(clock__in=[code for code, clock in CLOCKS.items() if clock.unit.heeds_pauses])

    def limits(self) -> dict[uuid.UUID, dt.datetime | None]:
        """Of each that is counted in business time and not settled."""
        return dict(self.in_business_time().open().values_list("pk", "due_at"))

    def running(self) -> Self:
        """Open, and not paused: time passes."""
        return self.open().filter(paused_at=None)

    def on_the_ladder(self, now: dt.datetime) -> Self:
        """Whose next rung may have come; `ladder.reached` says of each whether it has."""
        near = self.running().filter(due_at__lte=now + ladder.EARLIEST, climbed__lt=ladder.TOP)
        return near.exclude(clock__in=WITHOUT_LADDER).order_by("due_at", "id")

    def return_screens(self) -> Self:
        return self.filter(clock__in=RETURN_SCREEN)

    def unrestricted(self) -> Self:
        return self.exclude(clock__in=RESTRICTED_CLOCKS)

    def soonest_first(self) -> Self:
        return self.order_by(F("due_at").asc(nulls_last=True), "started_at", "id")

    def next_due_about(self, kind: str, pk: uuid.UUID) -> dt.datetime | None:
        return self.about(kind, pk).running().aggregate(soonest=models.Min("due_at"))["soonest"]


class Duty(models.Model):
    """A clock or an untimed task (clock ""). It points upward by kind and id, never by foreign key."""

    class Kind(models.TextChoices):
        LEGAL = "legal", gettext_lazy("Legal duty")
        PROPOSED = "proposed", gettext_lazy("Proposed")

    class Owner(models.TextChoices):
        WORKER = "worker", gettext_lazy("Worker")
        HART = "hart", gettext_lazy("HART")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, null=True, related_name="duties")
    about_kind = models.CharField(max_length=20)
    about_id = models.UUIDField()
    action = models.CharField(max_length=40, blank=True)
    clock = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    owner_role = models.CharField(max_length=10, choices=Owner.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_recorded_at = models.DateTimeField(null=True)  # later than done_at when it was recorded late
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    done_how = EncryptedText(Sealed.NARRATIVE, max_length=2_000)
    not_applicable_at = models.DateTimeField(null=True)
    not_applicable_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    not_applicable_because = EncryptedText(Sealed.NARRATIVE, max_length=2_000)
    paused_at = models.DateTimeField(null=True)  # since when its clock stands; the reason is in the Pause
    climbed = models.PositiveSmallIntegerField(default=0)  # the highest rung of the ladder that was told

    objects = DutyQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "youth", "about_kind", "about_id", "action", "clock", "kind", "owner_role", "started_at", "due_at",
        "done_at", "done_recorded_at", "done_by", "not_applicable_at", "not_applicable_by", "paused_at", "climbed",
    )  # fmt: skip

    class Meta:
        verbose_name_plural = "duties"
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="duty_about"),
            models.Index(fields=["due_at"], name="duty_open_by_due", condition=Q(done_at=None, not_applicable_at=None)),
            models.Index(
                fields=["due_at"], name="duty_timed", condition=Q(due_at__isnull=False, not_applicable_at=None)
            ),
            models.Index(
                fields=["action"], name="duty_open_by_action", condition=Q(done_at=None, not_applicable_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="duty_due_when_clocked",
                condition=Q(clock="", due_at=None) | ~Q(clock="") & Q(due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_done_at_and_recorded_together",
                condition=Q(done_at=None, done_recorded_at=None, done_by=None)
                | Q(done_at__isnull=False, done_recorded_at__isnull=False),
            ),
            models.CheckConstraint(
                name="duty_not_applicable_by_only_when_it_is",
                condition=Q(not_applicable_at__isnull=False) | Q(not_applicable_by=None),
            ),
            models.CheckConstraint(name="duty_paused_only_with_a_clock", condition=Q(paused_at=None) | ~Q(clock="")),
            models.CheckConstraint(
                name="duty_done_or_not_applicable", condition=Q(done_at=None) | Q(not_applicable_at=None)
            ),
        ]

    @property
    def key_owner(self) -> uuid.UUID:
        """Whose data key seals the words; a consultation without a young person has one of its own."""
        return self.youth_id or self.about_id

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.not_applicable_at is None

    @property
    def is_restricted(self) -> bool:
        return self.clock in RESTRICTED_CLOCKS

    @property
    def settled_by(self) -> User | None:
        """Who recorded it as done, or decided that it does not apply."""
        return self.done_by or self.not_applicable_by

    def is_late(self, now: dt.datetime) -> bool:
        return self.is_open and self.due_at is not None and self.paused_at is None and now > self.due_at

    @property
    def can_pause(self) -> bool:
        """Only what is counted in business time (domain.md 4.3: a legal clock never stops)."""
        return self.is_open and self.in_business_time

    @property
    def in_business_time(self) -> bool:
        return self.clock in CLOCKS and CLOCKS[self.clock].unit.heeds_pauses

    def due_words(self, now: dt.datetime) -> str:
        if self.done_at:
            return _("done %(moment)s") % {"moment": words.moment(self.done_at, now)}
        if self.not_applicable_at:
            return _("does not apply")
        if self.paused_at:
            return _("paused since %(moment)s") % {"moment": words.moment(self.paused_at, now)}
        return words.due(self.due_at, now) if self.due_at else _("no time limit")


class BusinessHoursQuerySet(models.QuerySet["BusinessHours"]):
    def in_order(self) -> list[Hours]:
        return [Hours(*row) for row in self.order_by("since").values_list("since", "opens", "closes")]


class BusinessHours(models.Model):
    """When HART works, Monday to Friday, from a day on; before the first of them the hours of the settings."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    since = models.DateField(unique=True)
    opens = models.TimeField()
    closes = models.TimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = BusinessHoursQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "since", "opens", "closes", "decided_by")

    class Meta:
        verbose_name_plural = "business hours"
        constraints = [
            models.CheckConstraint(name="business_hours_end_after_they_begin", condition=Q(closes__gt=F("opens")))
        ]


class Pause(models.Model):
    """From when to when a clock stood still, and why; only clocks in business time heed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="pauses")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    because = EncryptedText(Sealed.NARRATIVE, max_length=2_000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "duty", "began_at", "ended_at", "by", "ended_by")

    class Meta:
        ordering = ("began_at",)
        constraints = [
            models.UniqueConstraint(fields=["duty"], condition=Q(ended_at=None), name="one_open_pause_a_duty"),
            models.CheckConstraint(
                name="pause_ends_after_it_began", condition=Q(ended_at=None) | Q(ended_at__gte=models.F("began_at"))
            ),
        ]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.duty.key_owner
