"""What the young person's own record says to a question, so that nobody counts it again (domain.md 4.1)."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from duties import words as times
from youth.models import Youth

YEAR, TWO_YEARS = dt.timedelta(days=365), dt.timedelta(days=730)
OFTEN = 3  # "three or more" of MH1 and of HC1
MISSING, MOVES = "MH1", "HC1"


class Proposal(NamedTuple):
    """An answer for the worker to confirm, and the days it is counted from."""

    answer: str
    words: str


def proposals(youth: Youth, at: dt.datetime, codes: Collection[str] = (MISSING, MOVES)) -> dict[str, Proposal]:
    """By indicator. Fewer than three proposes nothing: this record may not hold them all."""
    found = {code: COUNTS[code](youth, at) for code in COUNTS if code in codes}
    sentences = {
        MISSING: _("Missing episodes in this record that began on %(days)s."),
        MOVES: _("Moves in this record on %(days)s."),
    }
    return {
        code: Proposal("clear", sentences[code] % {"days": in_words(days)})
        for code, days in found.items()
        if len(days) >= OFTEN
    }


def missing_days(youth: Youth, at: dt.datetime) -> list[dt.date]:
    return sorted(times.day_of(one.began_at) for one in youth.episodes.begun_between(at - YEAR, at))


def move_days(youth: Youth, at: dt.datetime) -> list[dt.date]:
    """The first place somebody is known to have lived in is no move."""
    since = times.day_of(at - TWO_YEARS)
    return [one.from_day for one in list(youth.placements.all())[1:] if one.from_day >= since]


def in_words(days: Sequence[dt.date]) -> str:
    return "; ".join(date_format(day, "M j, Y") for day in days)


COUNTS: dict[str, Callable[[Youth, dt.datetime], list[dt.date]]] = {MISSING: missing_days, MOVES: move_days}
