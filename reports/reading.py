"""What the figures are counted from, read once and handed to the measures."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from duties.models import Duty, DutyQuerySet
from reports.cases import (
    MEASURED,
    OTIP,
    Scope,
    cases_of,
    ended_of,
    people_of,
    reached_of,
    signed_of,
    sources_of,
    timed_of,
    to_police_of,
)
from reports.counting import answers_of, returns_of, tallies_of, totals_of
from reports.periods import Period, Periods
from reports.rows import Answers, Case, Ended, Over, Person, Reached, Signed, Tally, Timed, ToPolice, Total

Row = TypeVar("Row", Case, Signed, Ended, ToPolice, Timed)


def measured() -> DutyQuerySet:
    return Duty.objects.unrestricted().filter(clock__in=MEASURED)


class Reading:
    """Of a stretch of time, each kind of row when it is first asked for: a page reads what it counts, and no more."""

    def __init__(self, period: Period | Periods, scope: Scope, now: dt.datetime) -> None:
        self.period, self.scope, self.now = period, scope, now
        self.known: dict[str | None, Person] = {}

    def of(self, period: Period) -> "Reading":
        """What was read of one of the periods in it."""
        return OfOnePeriod(self, period)

    @cached_property
    def cases(self) -> list[Case]:
        return cases_of(self.period, self.scope)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        return sources_of(self.period)

    @cached_property
    def reached(self) -> Mapping[str, Reached]:
        return reached_of(self.period)

    @cached_property
    def signed(self) -> list[Signed]:
        return signed_of(self.period, self.scope)

    @cached_property
    def ended(self) -> list[Ended]:
        return ended_of(self.period, self.scope)

    @cached_property
    def returns(self) -> Sequence[Tally]:
        """Of each period, without the referrals: those that are in ``ended``."""
        return returns_of(self.period, self.scope)

    @cached_property
    def to_police(self) -> list[ToPolice]:
        return to_police_of(self.period, self.scope)

    @cached_property
    def by_clock(self) -> Mapping[str, list[Timed]]:
        found: dict[str, list[Timed]] = defaultdict(list)
        for row in timed_of(measured(), self.period, self.scope, self.now):
            found[row.clock].append(row)
        return found

    @cached_property
    def tallies(self) -> Sequence[Mapping[str, Over]]:
        """Of each period, by clock, without the duties: those that are in ``by_clock``."""
        return tallies_of(measured(), self.period, self.scope, self.now)

    @cached_property
    def totals(self) -> Sequence[Total]:
        """Of each period, without the referrals: those that are in ``cases``."""
        return totals_of(self.period, self.scope)

    @cached_property
    def answers(self) -> Sequence[Answers]:
        """Of each period, without the screenings: those that are in ``signed``."""
        return answers_of(self.period, self.scope)

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


class OfOnePeriod(Reading):
    """Periods that are compared are read in one, and told apart by the moment that puts a row into its period."""

    def __init__(self, whole: Reading, period: Period) -> None:
        super().__init__(period, whole.scope, whole.now)
        self.whole, self.starts_at, self.ends_at = whole, period.starts_at, period.ends_at
        self.number = whole.period.each.index(period)

    def own(self, rows: Iterable[Row]) -> list[Row]:
        return [row for row in rows if self.starts_at <= row.at < self.ends_at]

    @cached_property
    def cases(self) -> list[Case]:
        return self.own(self.whole.cases)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        return self.whole.sources

    @cached_property
    def reached(self) -> Mapping[str, Reached]:
        return self.whole.reached

    @cached_property
    def signed(self) -> list[Signed]:
        return self.own(self.whole.signed)

    @cached_property
    def ended(self) -> list[Ended]:
        return self.own(self.whole.ended)

    @cached_property
    def to_police(self) -> list[ToPolice]:
        return self.own(self.whole.to_police)

    @cached_property
    def by_clock(self) -> Mapping[str, list[Timed]]:
        return {clock: self.own(rows) for clock, rows in self.whole.by_clock.items()}

    @cached_property
    def federal_notices(self) -> list[Timed]:
        return self.own(self.whole.federal_notices)

    @cached_property
    def tallies(self) -> Sequence[Mapping[str, Over]]:
        return [self.whole.tallies[self.number]]

    @cached_property
    def totals(self) -> Sequence[Total]:
        return [self.whole.totals[self.number]]

    @cached_property
    def answers(self) -> Sequence[Answers]:
        return [self.whole.answers[self.number]]

    @cached_property
    def returns(self) -> Sequence[Tally]:
        return [self.whole.returns[self.number]]

    def people(self, rows: Iterable[Case | Timed | Signed]) -> Mapping[str | None, Person]:
        """Those of the other periods too, so that their keys are opened in one."""
        read = [self.whole.__dict__.get(kind, ()) for kind in ("cases", "signed")]
        return self.whole.people([*rows, *(row for kind in read for row in kind)])
