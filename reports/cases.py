"""What the figures are counted from: one plain row a referral, a timed duty, a missing episode, a signed screening.

What was entered in error is in none. An id is text as the database writes it: there are thousands, and most are only
counted.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery, TextField
from django.db.models.functions import Cast

from accounts.models import User
from duties.models import Duty, DutyQuerySet
from referrals.choices import ServiceStanding
from referrals.models import OutsideReport, Referral, ReferralQuerySet, Service, ServiceStep
from reports.periods import Period
from screening.instrument import Indicator
from screening.models import Screening, Trigger
from screening.versions import instrument_of
from vault import keys
from youth.models import Youth

OTIP = "otip_notice"
RETURNED, SEVERAL = "return_screen_finish", "several"
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
AGAIN = dt.timedelta(days=365)  # a new referral this soon after closing is a repeat (domain.md 4.4)


@dataclass(frozen=True)
class Scope:
    """Whose records, and which of them. Without a user: all there are, as published figures count them."""

    user: User | None = None
    office: UUID | None = None
    region: UUID | None = None
    unit: UUID | None = None  # by whom the young person is assigned to
    level: str = ""

    def of_youths(self, path: str) -> Q:
        """Rows of the young people in scope, by their office."""
        found = Q()
        if self.office:
            found &= Q(**{f"{path}__office": self.office})
        if self.region:
            found &= Q(**{f"{path}__office__region": self.region})
        if self.unit:
            found &= Q(**{f"{path}__assigned_worker__unit": self.unit})
        if self.user:
            found &= Q(**{f"{path}__in": Youth.objects.visible_to(self.user)})
        return found

    def referrals(self) -> ReferralQuerySet:
        rows = Referral.objects.standing()
        rows = rows.visible_to(self.user) if self.user else rows
        rows = rows.filter(office=self.office) if self.office else rows
        rows = rows.filter(office__region=self.region) if self.region else rows
        rows = rows.filter(youth__assigned_worker__unit=self.unit) if self.unit else rows
        return rows.filter(level=self.level) if self.level else rows


class Case(NamedTuple):
    """One referral received in the period."""

    pk: str
    youth: str | None
    level: str
    age: str
    type: str
    recruitment: str
    living: str
    source: str  # of whoever told HART from outside; "" when a screening did
    office: str
    region: int | None
    determination: str
    outcome_told: str
    timing: str  # of the determination in force, as against care
    to_acknowledge: dt.timedelta | None
    to_determine: dt.timedelta | None
    to_service: dt.timedelta | None  # until a first one was offered
    offered: bool
    accepted: bool
    started: bool


class Timed(NamedTuple):
    """One duty whose time was over in the period, or that was done in it."""

    pk: str
    clock: str
    in_time: bool
    is_done: bool
    at_home: bool | None  # where the young person lives; None when that is not known
    youth: str | None


@dataclass(frozen=True)
class Person:
    """What is sealed with the young person's own key and counted; a code each, "" where it is not known."""

    sex: str = ""
    race: str = ""  # SEVERAL for more than one


class Signed(NamedTuple):
    """One screening signed in the period."""

    pk: str
    computed: str
    level: str  # as signed: raised, or as computed
    youth: str
    office: str
    is_return: bool  # after somebody was missing
    at_home: bool | None
    asked: Mapping[str, Indicator]  # by code; none of a screening from before it was kept what nobody knew
    not_known: Sequence[str]  # of these


class Ended(NamedTuple):
    """One referral closed in the period."""

    pk: str
    again: bool


class ToPolice(NamedTuple):
    """One referral received in the period whose report to the police its referrer wrote down."""

    pk: str
    agency: str  # as it was written


class Reading:
    """Of one period, each kind of row when it is first asked for: a page reads what it counts, and no more."""

    def __init__(self, period: Period, scope: Scope, now: dt.datetime) -> None:
        self.period, self.scope, self.now = period, scope, now
        self.known: dict[str | None, Person] = {}

    @cached_property
    def cases(self) -> list[Case]:
        return cases_of(self.period, self.scope)

    @cached_property
    def signed(self) -> list[Signed]:
        return signed_of(self.period, self.scope)

    @cached_property
    def ended(self) -> list[Ended]:
        return ended_of(self.period, self.scope)

    @cached_property
    def to_police(self) -> list[ToPolice]:
        return to_police_of(self.period, self.scope)

    @cached_property
    def by_clock(self) -> Mapping[str, list[Timed]]:
        found: dict[str, list[Timed]] = defaultdict(list)
        measured = Duty.objects.unrestricted().filter(clock__in=MEASURED)
        for row in timed_of(measured, self.period, self.scope, self.now):
            found[row.clock].append(row)
        return found

    @cached_property
    def federal_notices(self) -> list[Timed]:
        """Restricted: whoever counts them says where that may be read."""
        return timed_of(Duty.objects.filter(clock=OTIP), self.period, self.scope, self.now)

    def people(self, rows: Iterable[Case | Timed | Signed]) -> Mapping[str | None, Person]:
        """Whom these are about, and whoever was asked for before. Opens their keys."""
        unknown = {row.youth for row in rows if row.youth} - self.known.keys()
        if unknown:
            self.known |= people_of(unknown)
        return self.known


def first_received() -> dt.datetime | None:
    """When the first referral came; before that there is nothing to count."""
    return Referral.objects.order_by("opened_at").values_list("opened_at", flat=True).first()


def people_of(youths: Iterable[str]) -> dict[str | None, Person]:
    """Opens their keys: what says who somebody is is counted, and kept nowhere but as a count."""
    found = list(Youth.objects.filter(pk__in=youths).only("gender", "race"))
    keys.unlock(one.pk for one in found)
    return {str(one.pk): Person(one.gender or "", race_of(one.race or [])) for one in found}


def race_of(codes: Sequence[str]) -> str:
    return SEVERAL if len(codes) > 1 else "".join(codes)


def text(name: str) -> Cast:
    return Cast(name, TextField())


def within(name: str, period: Period) -> Q:
    return Q(**{f"{name}__gte": period.starts_at, f"{name}__lt": period.ends_at})


def cases_of(period: Period, scope: Scope) -> list[Case]:
    source = OutsideReport.objects.filter(step__referral=OuterRef("pk")).order_by("step__number").values("source")[:1]
    services = Service.objects.filter(referral=OuterRef("pk"))
    steps = ServiceStep.objects.filter(service__referral=OuterRef("pk")).exclude(standing=ServiceStanding.UNMET)
    rows = scope.referrals().filter(within("opened_at", period)).annotate(
        source=Subquery(source),
        offered=Exists(services.exclude(standing=ServiceStanding.UNMET)),
        accepted=Exists(services.filter(steps__standing__in=[ServiceStanding.ACCEPTED, ServiceStanding.STARTED])),
        started=Exists(services.filter(steps__standing=ServiceStanding.STARTED)),
        offered_at=Subquery(steps.order_by("at").values("at")[:1]),
    )  # fmt: skip
    values = rows.order_by("opened_at", "pk").values_list(
        text("pk"), text("youth_id"), "level", "age_band", "concern_type", "recruitment", "youth__living_situation",
        "source", "office__name", "office__region__number", "determination", "outcome_told", "determined__timing",
        "opened_at", "acknowledged_at", "determined_at", "offered_at", "offered", "accepted",
        "started",
    )  # fmt: skip
    return [case_of(row) for row in values]


def case_of(row: tuple[Any, ...]) -> Case:
    pk, youth, level, age, kind, recruitment, living, source, office, region, determination, told, timing, *rest = row
    opened, acknowledged, determined, served, *reached = rest
    return Case(
        pk, youth, level, age, kind, recruitment, living or "", source or "", office, region, determination, told,
        timing or "", acknowledged and acknowledged - opened, determined and determined - opened,
        served and served - opened, *reached,
    )  # fmt: skip


def timed_of(duties: DutyQuerySet, period: Period, scope: Scope, now: dt.datetime) -> list[Timed]:
    """By when its time was over. One that still runs is neither in time nor late, and is not counted yet."""
    over = duties.filter(within("due_at", period), not_applicable_at=None, paused_at=None)
    rows = over.filter(Q(done_at__isnull=False) | Q(due_at__lt=now), scope.of_youths("youth")).order_by("pk")
    if scope.level:
        rows = rows.filter(about_kind="referral", about_id__in=scope.referrals().values("pk"))
    values = rows.values_list(text("pk"), "clock", "done_at", "due_at", "youth__living_situation", text("youth_id"))
    return [
        Timed(pk, clock, bool(done and due and done <= due), bool(done), at_home(living), youth)
        for pk, clock, done, due, living, youth in values
    ]


def at_home(living: str | None) -> bool | None:
    return living in ("parent", "kin") if living else None


def signed_of(period: Period, scope: Scope) -> list[Signed]:
    rows = Screening.objects.signed().filter(within("signed_at", period), scope.of_youths("youth"))
    rows = rows.filter(level=scope.level) if scope.level else rows
    values = rows.order_by("pk").values_list(
        text("pk"), "computed_level", "level", text("youth_id"), "youth__office__name", "trigger",
        "youth__living_situation", "not_known", "version__sha256",
    )  # fmt: skip
    return [
        Signed(
            pk, computed, level, youth, office or "", trigger == Trigger.RETURN, at_home(living),
            {} if unknown is None else instrument_of(version).scored, unknown or (),
        )
        for pk, computed, level, youth, office, trigger, living, unknown, version in values
    ]  # fmt: skip


def ended_of(period: Period, scope: Scope) -> list[Ended]:
    """Closed in the period, and whether a new referral came within a year after."""
    later = Referral.objects.standing().filter(youth=OuterRef("youth"), opened_at__gt=OuterRef("ended_at"))
    soon = later.filter(opened_at__lte=OuterRef("ended_at") + AGAIN)
    rows = scope.referrals().filter(within("ended_at", period), youth__isnull=False, status="closed")
    return [Ended(*row) for row in rows.order_by("pk").annotate(again=Exists(soon)).values_list(text("pk"), "again")]


def to_police_of(period: Period, scope: Scope) -> list[ToPolice]:
    """Opens the keys of the referrals: to whom they were reported is sealed."""
    rows = list(scope.referrals().filter(within("opened_at", period)).only("reports", "youth"))
    keys.unlock(row.key_owner for row in rows)
    told = ((row, row.reports.get("police") or {}) for row in rows)
    return [ToPolice(str(row.pk), said.get("agency", "").strip()) for row, said in told if said.get("at")]
