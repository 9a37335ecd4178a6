"""When is it due? A pure function over a table of clocks and a calendar (no Django)."""

import csv
import datetime as dt
import enum
import io
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

Span = tuple[dt.datetime, dt.datetime]

BUSINESS_DAY_HOURS = 8  # whatever the opening hours are
SATURDAY = 5
END_OF_DAY = dt.time(23, 59)


class Unit(enum.Enum):
    HOURS = "hours"  # elapsed, nights and holidays included
    BUSINESS_HOURS = "business_hours"
    BUSINESS_DAYS = "business_days"
    DAYS = "days"  # to the end of that calendar day

    @property
    def heeds_pauses(self) -> bool:
        return self in (Unit.BUSINESS_HOURS, Unit.BUSINESS_DAYS)


@dataclass(frozen=True)
class Clock:
    code: str
    starts_when: str
    limit: int
    unit: Unit
    kind: str
    basis: str


@dataclass(frozen=True)
class Hours:
    """Of each working day, from a day on until others follow."""

    since: dt.date
    opens: dt.time
    closes: dt.time


@dataclass(frozen=True)
class Calendar:
    zone: ZoneInfo
    holidays: Container[dt.date]
    hours: Sequence[Hours]  # earliest first; the first ones hold for whatever lies before them too

    def hours_on(self, day: dt.date) -> Hours:
        return next((hours for hours in reversed(self.hours) if hours.since <= day), self.hours[0])

    def working(self, day: dt.date) -> Span | None:
        """From opening to closing, in UTC; None on a weekend or a holiday."""
        if day.weekday() >= SATURDAY or day in self.holidays:
            return None
        hours = self.hours_on(day)
        return self.local(day, hours.opens).astimezone(dt.UTC), self.local(day, hours.closes).astimezone(dt.UTC)

    def local(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self.zone)


def due_at(clock: Clock, started_at: dt.datetime, pauses: Sequence[Span], calendar: Calendar) -> dt.datetime:
    """The moment the limit is used up, in the calendar's own zone."""
    return _RULES[clock.unit](clock.limit, started_at, pauses, calendar).astimezone(calendar.zone)


def _after_hours(limit: int, start: dt.datetime, _pauses: Sequence[Span], _calendar: Calendar) -> dt.datetime:
    # In UTC: arithmetic in a local zone counts the hands of the clock, not the time that passes.
    return start.astimezone(dt.UTC) + dt.timedelta(hours=limit)


def _at_end_of_day(limit: int, start: dt.datetime, _pauses: Sequence[Span], calendar: Calendar) -> dt.datetime:
    last_day = start.astimezone(calendar.zone).date() + dt.timedelta(days=limit)
    return calendar.local(last_day, END_OF_DAY)


def _after_business_hours(limit: int, start: dt.datetime, pauses: Sequence[Span], calendar: Calendar) -> dt.datetime:
    left = dt.timedelta(hours=limit)
    for begins, ends in _working_time(start.astimezone(dt.UTC), _merged(pauses), calendar):
        if left <= ends - begins:  # equal: used up exactly at closing is due at closing
            return begins + left
        left -= ends - begins
    raise AssertionError("working time never ends")


def _after_business_days(limit: int, start: dt.datetime, pauses: Sequence[Span], calendar: Calendar) -> dt.datetime:
    return _after_business_hours(limit * BUSINESS_DAY_HOURS, start, pauses, calendar)


_RULES: dict[Unit, Callable[[int, dt.datetime, Sequence[Span], Calendar], dt.datetime]] = {
    Unit.HOURS: _after_hours,
    Unit.DAYS: _at_end_of_day,
    Unit.BUSINESS_HOURS: _after_business_hours,
    Unit.BUSINESS_DAYS: _after_business_days,
}


def _working_time(start: dt.datetime, pauses: Sequence[Span], calendar: Calendar) -> Iterator[Span]:
    day = start.astimezone(calendar.zone).date()
    while True:
        if working := calendar.working(day):
            yield from _without(pauses, max(working[0], start), working[1])
        day += dt.timedelta(days=1)


def _without(pauses: Sequence[Span], begins: dt.datetime, ends: dt.datetime) -> Iterator[Span]:
    for paused, resumed in pauses:
        if resumed <= begins or paused >= ends:
            continue
        if paused > begins:
            yield begins, paused
        begins = max(begins, resumed)
    if begins < ends:
        yield begins, ends


def _merged(pauses: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for begins, ends in sorted((one.astimezone(dt.UTC), two.astimezone(dt.UTC)) for one, two in pauses):
        if merged and begins <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        elif begins < ends:
            merged.append((begins, ends))
    return merged


def load(text: str) -> dict[str, Clock]:
    """Raises ValueError with the line that cannot be read."""
    clocks: dict[str, Clock] = {}
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        try:
            clock = Clock(
                row["code"], row["starts_when"], int(row["limit"]), Unit(row["unit"]), row["kind"], row["basis"]
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"clocks, line {number}: {error}") from error
        if clock.code in clocks or clock.limit < 0 or clock.kind not in ("legal", "proposed"):
            raise ValueError(f"clocks, line {number}: doubled code, negative limit or unknown kind")
        clocks[clock.code] = clock
    return clocks


CLOCKS = load((Path(__file__).parent / "clocks.csv").read_text(encoding="utf-8"))
