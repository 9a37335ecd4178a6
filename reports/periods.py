"""The stretches of time that figures are of: calendar quarters and years, in local time."""

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.refusals import Refusal

MONTHS, QUARTERS, YEAR = 3, 4, 12  # of a quarter, quarters of a year, months of a year
FIRST_YEAR = 2000
WRITTEN = re.compile(r"(\d{4})(?:-q([1-4])|-m(0[1-9]|1[0-2]))?")


class NoPeriod(Refusal):
    """What was asked for is no period, or one that has not begun."""


class Span(enum.Enum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Stretch(Protocol):
    """From a moment to the first one after it."""

    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...


@dataclass(frozen=True)
class Periods:
    """Several of one kind, one upon the other, the earliest first."""

    each: tuple["Period", ...]

    @property
    def starts_at(self) -> dt.datetime:
        return self.each[0].starts_at

    @property
    def ends_at(self) -> dt.datetime:
        return self.each[-1].ends_at


@dataclass(frozen=True)
class Period:
    """Of whole days: ``first`` to ``last``."""

    year: int
    quarter: int | None = None  # 1 to 4
    month: int | None = None  # 1 to 12; the whole year without either

    @property
    def each(self) -> tuple["Period", ...]:
        return (self,)

    @property
    def span(self) -> Span:
        return Span.MONTH if self.month else Span.QUARTER if self.quarter else Span.YEAR

    @property
    def slug(self) -> str:
        if self.month:
            return f"{self.year}-m{self.month:02}"
        return f"{self.year}-q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month or ((self.quarter or 1) - 1) * MONTHS + 1, 1)

    @property
    def last(self) -> dt.date:
        return self.after().first - dt.timedelta(days=1)

    def after(self) -> "Period":
        return self.moved(1)

    def before(self) -> "Period":
        return self.moved(-1)

    def up_to(self, number: int) -> Periods:
        """So many of its kind, itself the last."""
        return Periods(tuple(self.moved(by) for by in range(1 - number, 1)))

    def moved(self, by: int) -> "Period":
        """So many of its own kind later."""
        if self.month:
            months = self.year * YEAR + self.month - 1 + by
            return Period(months // YEAR, month=months % YEAR + 1)
        if self.quarter:
            quarters = self.year * QUARTERS + self.quarter - 1 + by
            return Period(quarters // QUARTERS, quarters % QUARTERS + 1)
        return Period(self.year + by)

    def quarters(self) -> list["Period"]:
        """Of a quarter itself, of a year its four."""
        return [self] if self.quarter else [Period(self.year, number) for number in range(1, QUARTERS + 1)]

    @property
    def starts_at(self) -> dt.datetime:
        return timezone.make_aware(dt.datetime.combine(self.first, dt.time()))

    @property
    def ends_at(self) -> dt.datetime:
        """The first moment after it."""
        return self.after().starts_at

    def is_over(self, now: dt.datetime) -> bool:
        return self.ends_at <= now

    def __str__(self) -> str:
        if self.month:
            return date_format(self.first, "F Y")
        if self.quarter is None:
            return str(self.year)
        return f"{date_format(self.first, 'M')} {_('to')} {date_format(self.last, 'M Y')}"


def quarter_of(moment: dt.datetime) -> Period:
    day = timezone.localdate(moment)
    return Period(day.year, (day.month - 1) // MONTHS + 1)


def last_over(now: dt.datetime, span: Span = Span.QUARTER) -> Period:
    """The one of that kind that ended last."""
    day = timezone.localdate(now)
    year, month = Period(day.year), Period(day.year, month=day.month)
    return {Span.MONTH: month, Span.QUARTER: quarter_of(now), Span.YEAR: year}[span].before()


def named(written: str, now: dt.datetime) -> Period:
    """As in an address: "2026", "2026-q3" or "2026-m09". Raises NoPeriod with a sentence."""
    found = WRITTEN.fullmatch(written)
    if found is None or int(found[1]) < FIRST_YEAR:
        raise NoPeriod(_("Choose a quarter or a year."), reverse("reports:latest"))
    year, quarter, month = (int(part) if part else None for part in found.groups())
    period = Period(year or FIRST_YEAR, quarter, month)
    if period.starts_at > now:
        raise NoPeriod(_("%(period)s has not begun yet.") % {"period": period}, reverse("reports:latest"))
    return period


def offered(now: dt.datetime, first: dt.datetime) -> list[Period]:
    """Quarters and years from the first record on, the newest first."""
    found, one = [], quarter_of(now)
    while one.ends_at > first:
        if one.quarter == 4 or one == quarter_of(now):
            found.append(Period(one.year))
        found.append(one)
        one = one.before()
    return found
