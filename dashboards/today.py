"""A supervisor's unit today: what is late and with whom, and how much waits, by worker and by clock.

All within the reader's own scope and exact: what is sealed to others counts for nothing here.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, F, Min, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import Absence, User
from audit import clock
from dashboards import acting
from dashboards.day import initials_and_age
from dashboards.under import HOLDER, OWNER, OWNER_OF_DUTY, of_worker, own_of, people_under, whose
from duties import words as times
from duties.models import RETURN_SCREEN, Duty, DutyQuerySet
from referrals import words
from referrals.desks import end_of
from referrals.pages import deciding
from referrals.pages.receipt import tone_of
from screening.models import Screening
from vault import keys
from youth.models import Youth

LATE_SHOWN = 20
TRAINED_FOR = dt.timedelta(days=730)  # product decision: then it is said that it was long ago
LOOKED_BACK = dt.timedelta(days=30)
LATE, TODAY, OPEN = "late", "today", "open"
WHEN: dict[str, str | Promise] = {LATE: _L("Late"), TODAY: _L("Due today"), OPEN: _L("Open")}
QUESTIONS, RETURNS, ALL = "questions", "returns", "all"
CLOCKS = {QUESTIONS: ("information_reply",), RETURNS: RETURN_SCREEN}
WHICH: dict[str, str | Promise] = {
    ALL: _L("All duties"), QUESTIONS: _L("Questions of HART, unanswered"), RETURNS: _L("Return screens due"),
}  # fmt: skip


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
    oldest_draft: dt.datetime | None = None
    loads: dict[str, Load] = field(default_factory=lambda: {which: Load() for which in WHICH})
    away_until: dt.datetime | None = None

    @property
    def has_anything(self) -> bool:
        return bool(self.youths or self.drafts)

    def by_urgency(self) -> tuple[int, int, str]:
        """Whoever has most that is late first, then who has most."""
        return -self.loads[ALL].late, -self.loads[ALL].open, self.person.display_name


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
    kinds: set[str] = field(default_factory=set)  # of the open ones: action and clock, several of one name
    duties: Load = field(default_factory=Load)
    done: int = 0
    done_late: int = 0

    @property
    def query(self) -> str:
        """By which their list is asked for."""
        return urlencode({"kind": ",".join(sorted(self.kinds))})


class UnitToday:
    """The unit's work at one moment. ``people``: of the units the reader leads, who have left as well."""

    def __init__(self, user: User, people: list[User], now: dt.datetime) -> None:
        self.user, self.now = user, now
        self.own = Youth.objects.visible_to(user).filter(own_of(people))
        self.workers = {one.pk: Worker(one) for one in people}
        self.clocks: dict[str, Clock] = {}
        self.count_duties()
        self.count_youths_and_drafts()
        self.count_done()
        away = Absence.objects.filter(starts_at__lte=now, ends_at__gt=now, user__in=people)
        for user_pk, until in away.values_list("user", "ends_at"):
            self.workers[user_pk].away_until = until

    def count_duties(self) -> None:
        late = is_late(self.now)
        grouped = of_worker(self.own).open().order_by().values("action", "clock", owner=OWNER_OF_DUTY)
        rows = grouped.annotate(
            late=Count("pk", filter=late), oldest=Min("due_at", filter=late),
            today=Count("pk", filter=is_today(self.now)), open=Count("pk"),
        )  # fmt: skip
        for row in rows:
            numbers = (row["late"], row["today"], row["open"], row["oldest"])
            worker, name = self.workers[row["owner"]], words.name(row["action"], row["clock"])
            worker.loads[ALL].add(*numbers)
            self.clock(name).duties.add(*numbers)
            self.clock(name).kinds.add(f"{row['action']}.{row['clock']}")
            for which, clocks in CLOCKS.items():
                if row["clock"] in clocks:
                    worker.loads[which].add(*numbers)

    def count_youths_and_drafts(self) -> None:
        youths = self.own.order_by().values(owner=OWNER).annotate(n=Count("pk"))
        for row in youths:
            self.workers[row["owner"]].youths = row["n"]
        drafts = Screening.objects.drafts_of(*self.workers).filter(youth__in=Youth.objects.visible_to(self.user))
        grouped = drafts.order_by().values(holder=HOLDER)
        for of_one in grouped.annotate(n=Count("pk"), oldest=Min("started_at")):
            worker = self.workers[of_one["holder"]]
            worker.drafts, worker.oldest_draft = of_one["n"], of_one["oldest"]

    def count_done(self) -> None:
        """By kind, what was done of late, and how much of it after its time."""
        done = of_worker(self.own).filter(done_at__gte=self.now - LOOKED_BACK).exclude(clock="").order_by()
        late = Count("pk", filter=Q(done_at__gt=F("due_at")))
        for row in done.values("action", "clock").annotate(n=Count("pk"), late=late):
            kind = self.clock(words.name(row["action"], row["clock"]))
            kind.done, kind.done_late = kind.done + row["n"], kind.done_late + row["late"]

    def clock(self, name: str) -> Clock:
        return self.clocks.setdefault(name, Clock(name))

    def total(self, which: str) -> Load:
        """Over all workers, of one of ``WHICH``."""
        whole = Load()
        for worker in self.workers.values():
            one = worker.loads[which]
            whole.add(one.late, one.today, one.open, one.oldest)
        return whole

    def oldest_words(self) -> str:
        return self.since(self.total(ALL).oldest)

    def oldest_draft_words(self) -> str:
        return self.since(min(filter(None, (one.oldest_draft for one in self.workers.values())), default=None))

    def since(self, moment: dt.datetime | None) -> str:
        return times.length(self.now - moment) if moment else ""

    def late_with(self) -> list[tuple[User, int]]:
        """Who has something late, the most first."""
        found = [(one.person, one.loads[ALL].late) for one in self.workers.values() if one.loads[ALL].late]
        return sorted(found, key=lambda pair: -pair[1])


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
            duty, whose(duty.youth).display_name, words.name_of(duty), initials_and_age(duty.youth, today),
            duty.due_words(now), tone_of(duty, now), words.heard_of(duty),
        )
        for duty in rows if duty.youth
    ]  # fmt: skip


def shown_youths(rows: Iterable[LateRow]) -> list[UUID]:
    """For the trail."""
    return list({row.duty.youth_id for row in rows if row.duty.youth_id})


# --- The pages -------------------------------------------------------------------------------------------------


def unit_page(user: User) -> dict[str, Any]:
    now, units = clock.now(), acting.units_led(user)
    people = list(people_under(user, units))
    today = UnitToday(user, people, now)
    late = listed(of_worker(today.own).open().filter(when(LATE, now)), now, LATE_SHOWN)
    shown = [one for one in today.workers.values() if one.has_anything or (one.person.is_active and one.person != user)]
    return {
        "now": now,
        "units": [(unit, acting.words_of(unit, now)) for unit in units],
        "late": late,
        "late_with": today.late_with(),
        "all": today.total(ALL),
        "oldest": today.oldest_words(),
        "questions": today.total(QUESTIONS),
        "returns": today.total(RETURNS),
        "drafts": sum(one.drafts for one in shown),
        "oldest_draft": today.oldest_draft_words(),
        "workers": [(one, said_of(one, user, now)) for one in sorted(shown, key=Worker.by_urgency)],
        "clocks": sorted(today.clocks.values(), key=lambda one: (-one.duties.late, one.name)),
        **deciding.to_decide(user),
    }


def said_of(one: Worker, reader: User, now: dt.datetime) -> str:
    person = one.person
    parts = (
        _("You") if person == reader else person.get_role_display(),
        person.unit,
        "" if person.is_active else _("has left"),
        _("away until %(until)s") % {"until": times.moment(one.away_until, now)} if one.away_until else "",
        training_words(person, timezone.localdate(now)) if person.is_active and person != reader else "",
    )
    return ", ".join(str(part) for part in parts if part)


def training_words(person: User, today: dt.date) -> str:
    """Only where something is missing."""
    if person.trained_on is None:
        return _("no training recorded")
    if person.trained_on + TRAINED_FOR < today:
        return _("trained last on %(day)s") % {"day": date_format(person.trained_on, "M j, Y")}
    return ""
