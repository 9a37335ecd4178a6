"""The stretches of time that figures are of: calendar quarters and years, in local time."""

import datetime as dt
import re
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.refusals import Refusal

MONTHS = 3
FIRST_YEAR = 2000
WRITTEN = re.compile(r"(\d{4})(?:-q([1-4]))?")


class NoPeriod(Refusal):
    """What was asked for is no period, or one that has not begun."""


@dataclass(frozen=True)
class Period:
    """Of whole days: ``first`` to ``last``."""

    year: int
    quarter: int | None = None  # 1 to 4; the whole year without

    @property
    def slug(self) -> str:
        return f"{self.year}-q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, (self.quarter - 1) * MONTHS + 1 if self.quarter else 1, 1)

    @property
    def last(self) -> dt.date:
        return self.after().first - dt.timedelta(days=1)

    def after(self) -> "Period":
        if self.quarter is None:
            return Period(self.year + 1)
        return Period(self.year + 1, 1) if self.quarter == 4 else Period(self.year, self.quarter + 1)

    def before(self) -> "Period":
        if self.quarter is None:
            return Period(self.year - 1)
        return Period(self.year - 1, 4) if self.quarter == 1 else Period(self.year, self.quarter - 1)

    def quarters(self) -> list["Period"]:
        return [self] if self.quarter else [Period(self.year, number) for number in (1, 2, 3, 4)]

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
        if self.quarter is None:
            return str(self.year)
        return f"{date_format(self.first, 'M')} {_('to')} {date_format(self.last, 'M Y')}"


def quarter_of(moment: dt.datetime) -> Period:
    day = timezone.localdate(moment)
    return Period(day.year, (day.month - 1) // MONTHS + 1)


def last_over(now: dt.datetime) -> Period:
    """The quarter that ended last."""
    return quarter_of(now).before()


def named(written: str, now: dt.datetime) -> Period:
    """As in an address: "2026" or "2026-q3". Raises NoPeriod with a sentence."""
    found = WRITTEN.fullmatch(written)
    if found is None or int(found[1]) < FIRST_YEAR:
        raise NoPeriod(_("Choose a quarter or a year."), reverse("reports:latest"))
    period = Period(int(found[1]), int(found[2]) if found[2] else None)
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
