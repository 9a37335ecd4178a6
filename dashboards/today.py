"""A supervisor's unit today: what is late and with whom, and how much waits, by worker and by clock.

All within the reader's own scope and exact: what is sealed to others counts for nothing here.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _L

from accounts.models import Absence, User
from dashboards.day import initials_and_age
from duties import words as times
from duties.models import RETURN_SCREEN, Duty, DutyQuerySet
from referrals import words
from referrals.desks import end_of
from referrals.pages.receipt import tone_of
from screening.models import Screening
from vault import keys
from youth.models import Youth

LATE_SHOWN = 20
LISTED = 200  # duties of one list
LOOKED_BACK = dt.timedelta(days=30)
OWNER = Coalesce("youth__assigned_worker", "youth__created_by")  # added by somebody and assigned to nobody: theirs
LATE, TODAY, OPEN = "late", "today", "open"
WHEN: dict[str, str | Promise] = {LATE: _L("Late"), TODAY: _L("Due today"), OPEN: _L("Open")}
QUESTIONS, RETURNS, ALL = "questions", "returns", "all"
WHICH: dict[str, tuple[str | Promise, Q]] = {
    ALL: (_L("All duties"), Q()),
    QUESTIONS: (_L("Questions of HART, unanswered"), Q(clock="information_reply")),
    RETURNS: (_L("Return screens due"), Q(clock__in=RETURN_SCREEN)),
}


@dataclass
class Load:
    """How much of something there is."""

    late: int = 0
    today: int = 0
    open: int = 0
    oldest: dt.datetime | None = None  # when what is late the longest was due

    def add(self, late: int, today: int, open: int, oldest: dt.datetime | None) -> None:
        self.late, self.today, self.open = self.late + late, self.today + today, self.open + open
        self.oldest = min(filter(None, (self.oldest, oldest)), default=None)


@dataclass
class Worker:
    """One person of the unit: what they have."""

    person: User
    youths: int = 0
    drafts: int = 0
    duties: Load = field(default_factory=Load)
    questions: Load = field(default_factory=Load)
    returns: Load = field(default_factory=Load)
    away_until: dt.datetime | None = None

    @property
    def has_anything(self) -> bool:
        return bool(self.youths or self.drafts)

    def by_urgency(self) -> tuple[int, int, str]:
        """Whoever has most that is late first, then who has most."""
        return -self.duties.late, -self.duties.open, self.person.display_name


class LateRow(NamedTuple):
    duty: Duty
    whose: str
    text: str
    who: str
    due: str
    tone: str
    heard: str


@dataclass
class Clock:
    """One kind of duty in the unit, and how often it was done late of late."""

    name: str
    duties: Load = field(default_factory=Load)
    done: int = 0
    done_late: int = 0


class UnitToday:
    """The unit's work at one moment. ``people``: of the units the reader leads, who have left as well."""

    def __init__(self, user: User, people: list[User], now: dt.datetime) -> None:
        self.user, self.now = user, now
        self.own = Youth.objects.visible_to(user).filter(own_of(people))
        self.workers = {one.pk: Worker(one) for one in people}
        self.clocks: dict[str, Clock] = defaultdict(lambda: Clock(""))
        self.count_duties()
        self.count_youths_and_drafts()
        self.count_done()
        away = Absence.objects.filter(starts_at__lte=now, ends_at__gt=now, user__in=people)
        for user_pk, until in away.values_list("user", "ends_at"):
            self.workers[user_pk].away_until = until

    def count_duties(self) -> None:
        late = is_late(self.now)
        grouped = of_worker(self.own).open().order_by().values("action", "clock", owner=OWNER)
        rows = grouped.annotate(
            late=Count("pk", filter=late), oldest=Min("due_at", filter=late),
            today=Count("pk", filter=is_today(self.now)), open=Count("pk"),
        )  # fmt: skip
        for row in rows:
            numbers = (row["late"], row["today"], row["open"], row["oldest"])
            worker, name = self.workers[row["owner"]], words.name(row["action"], row["clock"])
            worker.duties.add(*numbers)
            self.clock(name).duties.add(*numbers)
            if row["clock"] == "information_reply":
                worker.questions.add(*numbers)
            elif row["clock"] in RETURN_SCREEN:
                worker.returns.add(*numbers)

    def count_youths_and_drafts(self) -> None:
        youths = self.own.order_by().values(owner=Coalesce("assigned_worker", "created_by")).annotate(n=Count("pk"))
        for row in youths:
            self.workers[row["owner"]].youths = row["n"]
        seen = Screening.objects.filter(status=Screening.Status.DRAFT, youth__in=Youth.objects.visible_to(self.user))
        for owner, number in Counter(seen.values_list(Coalesce("handed_to", "started_by"), flat=True)).items():
            if owner in self.workers:
                self.workers[owner].drafts = number

    def count_done(self) -> None:
        """By kind, what was done of late, and how much of it after its time."""
        done = of_worker(self.own).filter(done_at__gte=self.now - LOOKED_BACK).exclude(clock="").order_by()
        late = Count("pk", filter=Q(done_at__gt=F("due_at")))
        for row in done.values("action", "clock").annotate(n=Count("pk"), late=late):
            clock = self.clock(words.name(row["action"], row["clock"]))
            clock.done, clock.done_late = clock.done + row["n"], clock.done_late + row["late"]

    def clock(self, name: str) -> Clock:
        self.clocks[name].name = name
        return self.clocks[name]

    def total(self, part: str) -> Load:
        """Over all workers: ``duties``, ``questions`` or ``returns``."""
        whole = Load()
        for worker in self.workers.values():
            one: Load = getattr(worker, part)
            whole.add(one.late, one.today, one.open, one.oldest)
        return whole

    def oldest_words(self, part: str) -> str:
        oldest = self.total(part).oldest
        return times.length(self.now - oldest) if oldest else ""

    def late_with(self) -> list[tuple[User, int]]:
        """Who has something late, the most first."""
        found = [(one.person, one.duties.late) for one in self.workers.values() if one.duties.late]
        return sorted(found, key=lambda pair: -pair[1])


def own_of(people: Iterable[User]) -> Q:
    """Assigned to one of them, or added by them and assigned to nobody."""
    return Q(assigned_worker__in=people) | Q(assigned_worker=None, created_by__in=people)


def of_worker(youths: Any) -> DutyQuerySet:
    """What a worker has to do; it goes with the young person to whoever is assigned."""
    theirs: DutyQuerySet = Duty.objects.filter(youth__in=youths, owner_role=Duty.Owner.WORKER)
    return theirs.unrestricted()


def is_late(now: dt.datetime) -> Q:
    return Q(due_at__lt=now, paused_at=None)


def is_today(now: dt.datetime) -> Q:
    return Q(due_at__gte=now, due_at__lt=end_of(now))


def when(name: str, now: dt.datetime) -> Q:
    return {LATE: is_late(now), TODAY: is_today(now)}.get(name, Q())


def listed(duties: DutyQuerySet, now: dt.datetime, most: int) -> list[LateRow]:
    """The longest due first. Opens the young people's keys for their initials."""
    rows = list(duties.select_related("youth__assigned_worker", "youth__created_by").soonest_first()[:most])
    keys.unlock({duty.youth_id for duty in rows})
    today = timezone.localdate(now)
    return [
        LateRow(
            duty, whose(duty.youth), words.name_of(duty), initials_and_age(duty.youth, today),
            duty.due_words(now), tone_of(duty, now), words.heard_of(duty),
        )
        for duty in rows if duty.youth
    ]  # fmt: skip


def whose(youth: Youth) -> str:
    return (youth.assigned_worker or youth.created_by).display_name


def shown_youths(rows: Iterable[LateRow]) -> list[UUID]:
    """For the trail."""
    return list({row.duty.youth_id for row in rows if row.duty.youth_id})
