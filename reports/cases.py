"""The statements by which rows to count are read, one by one. Entered in error is in none."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from accounts.models import User
from duties.models import DutyQuerySet
from referrals.choices import Determination, ServiceStanding
from referrals.models import OutsideReport, Referral, ReferralQuerySet, ServiceStep
from reports.periods import Stretch
from reports.rows import SEVERAL, Case, Ended, Person, Reached, Signed, Timed, ToPolice
from screening.models import Level, Screening, ScreeningQuerySet, Trigger
from screening.versions import instrument_of
from vault import keys
from youth.models import Access, Youth

OTIP = "otip_notice"
RETURNED = "return_screen_finish"
TRIGGERED = {  # what calls for a screening, by the clocks that it starts
    "return": (RETURNED,),
    "referral": ("screening_after_referral",),
    "again": ("rescreen_4", "rescreen_3", "rescreen_2", "rescreen_1"),
    "complete": ("complete_unknown", "complete_unknown_missing"),
}
OF_REFERRALS = ("acknowledge_4", "acknowledge_3", "acknowledge_2", "feedback", "determination")
MEASURED = (  # the clocks that a measure asks for
    *OF_REFERRALS, *chain.from_iterable(TRIGGERED.values()),
    "police_identified", "police_missing", "police_missing_now", "ncmec_missing",
)  # fmt: skip
BORNE_OUT = (Determination.SUSPECTED, Determination.CONFIRMED)
FLAGGED = (Level.SUSPECTED, Level.TOLD)
AGAIN = dt.timedelta(days=365)  # a new referral this soon after closing is a repeat (domain.md 4.4)


@dataclass(frozen=True)
class Scope:
    """Whose records, and which of them. Without a user: all there are, as published figures count them."""

    user: User | None = None
    office: UUID | None = None
    region: UUID | None = None
    unit: UUID | None = None  # by whom the young person is assigned to
    level: str = ""
    leaves_out_sealed: bool = False  # a number that is one more than somebody can see would tell of a sealed record

    @cached_property
    def of_youths(self) -> Q:
        """Rows of the young people in scope, by their office."""
        found = Q()
        if self.office:
            found &= Q(youth__office=self.office)
        if self.region:
            found &= Q(youth__office__region=self.region)
        if self.unit:
            found &= Q(youth__assigned_worker__unit=self.unit)
        if self.leaves_out_sealed:
            found &= Q(youth__sealed_at=None)
        if self.user:
            found &= Q(Access.objects.to_row(self.user, "youth"))
        return found

    @cached_property
    def referrals(self) -> ReferralQuerySet:
        rows = Referral.objects.standing()
        rows = rows.visible_to(self.user) if self.user else rows
        rows = rows.filter(office=self.office) if self.office else rows
        rows = rows.filter(office__region=self.region) if self.region else rows
        rows = rows.filter(youth__assigned_worker__unit=self.unit) if self.unit else rows
        rows = rows.filter(youth__sealed_at=None) if self.leaves_out_sealed else rows
        return rows.filter(level=self.level) if self.level else rows


def first_received() -> dt.datetime | None:
    """When the first referral came; before that there is nothing to count."""
    return Referral.objects.order_by("opened_at").values_list("opened_at", flat=True).first()


def people_of(youths: Iterable[str]) -> dict[str | None, Person]:
    """Opens their keys: what says who somebody is is counted, and kept nowhere but as a count."""
    found = list(Youth.objects.filter(pk__in=youths).only("gender", "race", "living_situation"))
    keys.unlock(one.pk for one in found)
    return {str(one.pk): Person(one.gender or "", race_of(one.race or []), one.living_situation or "") for one in found}


def race_of(codes: Sequence[str]) -> str:
    return SEVERAL if len(codes) > 1 else "".join(codes)


def text(name: str) -> Cast:
    return Cast(name, TextField())


def within(name: str, period: Stretch) -> Q:
    return Q(**{f"{name}__gte": period.starts_at, f"{name}__lt": period.ends_at})


def cases_of(period: Stretch, scope: Scope) -> list[Case]:
    rows = scope.referrals.filter(within("opened_at", period))
    values = rows.order_by("opened_at", "pk").values_list(
        text("pk"), text("youth_id"), "level", "age_band", "concern_type", "recruitment", "office__name",
        "office__region__number", "determination", "outcome_told", "determined__timing",
        "opened_at", "acknowledged_at", "determined_at",
    )  # fmt: skip
    return [case_of(row) for row in values]


def case_of(row: tuple[Any, ...]) -> Case:
    pk, youth, level, age, kind, recruitment, office, region, determination, told, timing, *moments = row
    opened, acknowledged, determined = moments
    return Case(
        pk, youth, level, age, kind, recruitment, office, region, determination, told, timing or "",
        acknowledged and acknowledged - opened, determined and determined - opened, opened,
    )  # fmt: skip


def sources_of(period: Stretch) -> dict[str, str]:
    """Of the first report from outside; a referral that a screening opened is not in it.

    Of every referral of the period, in scope or not: it is looked up for those that are, by their ids.
    """
    rows = OutsideReport.objects.filter(within("step__referral__opened_at", period)).order_by("-step__number")
    return dict(rows.values_list(text("step__referral"), "source"))


def reached_of(period: Stretch) -> dict[str, Reached]:
    """By referral that was borne out; one without a service is not in it. In scope or not, as the sources."""
    borne_out = ServiceStep.objects.filter(service__referral__determination__in=BORNE_OUT)
    steps = borne_out.filter(within("service__referral__opened_at", period)).order_by("at")
    found: dict[str, list[tuple[str, str, dt.datetime]]] = defaultdict(list)
    for referral, *step in steps.values_list(text("service__referral"), "service__standing", "standing", "at"):
        found[referral].append((step[0], step[1], step[2]))
    return {referral: reached(steps) for referral, steps in found.items()}


def reached(steps: Sequence[tuple[str, str, dt.datetime]]) -> Reached:
    """Of each step how its service stands today, how it stood then, and when that was."""
    stood = {standing for _today, standing, _at in steps}
    offered_at = next((at for _today, standing, at in steps if standing != ServiceStanding.UNMET), None)
    return Reached(
        any(today != ServiceStanding.UNMET for today, _standing, _at in steps),
        bool(stood & {ServiceStanding.ACCEPTED, ServiceStanding.STARTED}), ServiceStanding.STARTED in stood, offered_at,
    )  # fmt: skip


def timed_of(duties: DutyQuerySet, period: Stretch, scope: Scope, now: dt.datetime) -> list[Timed]:
    rows = over(duties, period, scope, now).order_by("pk")
    values = rows.values_list(text("pk"), "clock", "done_at", "due_at", "youth__living_situation", text("youth_id"))
    return [
        Timed(pk, clock, bool(done and due and done <= due), bool(done), at_home(living), youth, due)
        for pk, clock, done, due, living, youth in values
    ]


def over(duties: DutyQuerySet, period: Stretch, scope: Scope, now: dt.datetime) -> DutyQuerySet:
    """By when its time was over. One that still runs is neither in time nor late, and is not counted yet."""
    found = duties.filter(within("due_at", period), not_applicable_at=None, paused_at=None)
    found = found.filter(Q(done_at__isnull=False) | Q(due_at__lt=now), scope.of_youths)
    if scope.level:
        found = found.filter(about_kind="referral", about_id__in=scope.referrals.values("pk"))
    return found


def at_home(living: str | None) -> bool | None:
    return living in ("parent", "kin") if living else None


def in_scope(period: Stretch, scope: Scope) -> ScreeningQuerySet:
    rows = Screening.objects.signed().filter(within("signed_at", period), scope.of_youths)
    return rows.filter(level=scope.level) if scope.level else rows


def signed_of(period: Stretch, scope: Scope) -> list[Signed]:
    values = in_scope(period, scope).order_by("pk").values_list(
        text("pk"), "computed_level", "level", text("youth_id"), "youth__office__name", "trigger",
        "youth__living_situation", "not_known", "version__sha256", "signed_at",
    )  # fmt: skip
    return [
        Signed(
            pk, computed, level, youth, office or "", trigger == Trigger.RETURN, at_home(living),
            {} if unknown is None else instrument_of(version).scored, unknown or (), at,
        )
        for pk, computed, level, youth, office, trigger, living, unknown, version, at in values
    ]  # fmt: skip


def closed_of(period: Stretch, scope: Scope) -> ReferralQuerySet:
    return scope.referrals.filter(within("ended_at", period), youth__isnull=False, status="closed")


def came_again() -> Exists:
    """Whether a new referral came within a year after one was closed."""
    later = Referral.objects.standing().filter(youth=OuterRef("youth"), opened_at__gt=OuterRef("ended_at"))
    return Exists(later.filter(opened_at__lte=OuterRef("ended_at") + AGAIN))


def ended_of(period: Stretch, scope: Scope) -> list[Ended]:
    rows = closed_of(period, scope).order_by("pk").annotate(again=came_again())
    return [Ended(*row) for row in rows.values_list(text("pk"), "again", "ended_at")]


def to_police_of(period: Stretch, scope: Scope) -> list[ToPolice]:
    """Opens the keys of the referrals: to whom they were reported is sealed."""
    rows = list(scope.referrals.filter(within("opened_at", period)).only("reports", "youth", "opened_at"))
    keys.unlock(row.key_owner for row in rows)
    told = ((row, row.reports.get("police") or {}) for row in rows)
    return [
        ToPolice(str(row.pk), said.get("agency", "").strip(), row.opened_at) for row, said in told if said.get("at")
    ]
