"""The plain rows that figures are counted from. An id is text: there are thousands, and most are only counted.

``at`` of each is the moment that puts it into its period.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from screening.instrument import Indicator

SEVERAL = "several"


class Case(NamedTuple):
    """One referral received in the period."""

    pk: str
    youth: str | None
    level: str
    age: str
    type: str
    recruitment: str
    office: str
    region: int | None
    determination: str
    outcome_told: str
    timing: str  # of the determination in force, as against care
    to_acknowledge: dt.timedelta | None
    to_determine: dt.timedelta | None
    at: dt.datetime  # received


class Reached(NamedTuple):
    """What came of the services of one referral."""

    offered: bool = False
    accepted: bool = False
    started: bool = False
    offered_at: dt.datetime | None = None  # the first


class Timed(NamedTuple):
    """One duty whose time was over in the period, or that was done in it."""

    pk: str
    clock: str
    in_time: bool
    is_done: bool
    at_home: bool | None  # where the young person lives; None when that is not known
    youth: str | None
    at: dt.datetime  # when its time was over


class Over(NamedTuple):
    """Of the duties of one clock whose time was over in the period, where the duties themselves are not asked for."""

    in_time: int = 0
    done: int = 0
    whole: int = 0


class Tally(NamedTuple):
    """How many of how many, where the rows themselves are not asked for."""

    part: int = 0
    whole: int = 0


class Answers(NamedTuple):
    """How many answers nobody knew, of how many: of all screenings, and of those after somebody came back."""

    all: Tally = Tally()
    after_return: Tally = Tally()

    def with_more(self, left: int, asked: int, *, after_return: bool) -> "Answers":
        more = Tally(self.all.part + left, self.all.whole + asked)
        back = self.after_return
        return Answers(more, Tally(back.part + left, back.whole + asked) if after_return else back)


class Spread(NamedTuple):
    """A span of time over those that have come so far."""

    number: int = 0
    median: dt.timedelta | None = None
    ninetieth: dt.timedelta | None = None


class Total(NamedTuple):
    """Of the referrals received in a period, where they themselves are not asked for."""

    referrals: int = 0
    youths: int = 0  # each once; a referral without identity by itself
    determined: int = 0
    told: int = 0  # of these
    flagged: int = 0  # at level 3 or 4, of those that HART could determine
    flagged_borne_out: int = 0
    borne_out: int = 0
    offered: int = 0  # a service, of these
    to_acknowledge: Spread = Spread()
    to_determine: Spread = Spread()


@dataclass(frozen=True)
class Person:
    """Of the profile; a code each, "" where it is not known. Sex and race are sealed with its own key."""

    sex: str = ""
    race: str = ""  # SEVERAL for more than one
    living: str = ""


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
    at: dt.datetime


class Ended(NamedTuple):
    """One referral closed in the period."""

    pk: str
    again: bool
    at: dt.datetime


class ToPolice(NamedTuple):
    """One referral received in the period whose report to the police its referrer wrote down."""

    pk: str
    agency: str  # as it was written
    at: dt.datetime  # received
