"""One measure over time: its lines in each of the last periods of a kind."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from reports import charts, periods
from reports.cases import first_received
from reports.forms import FiguresForm
from reports.lines import ALL, Words
from reports.measures import BESIDE, BY_CODE, OTIP, Kind, Measure
from reports.pages import address, leads
from reports.periods import Period
from reports.reading import Reading
from reports.runs import published_of
from reports.shown import Shown, exact

MOST = 8  # periods: two years of quarters
By = Mapping[Period, Mapping[str, Shown]]  # of each period its lines, by their keys


class Row(NamedTuple):
    """One line, as it was in each period."""

    label: Words
    url: str
    is_drawn: bool
    cells: list[str]


def trend_page(user: User, written: str, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """Up to the period that is asked for. Raises NoPeriod, Http404 for no such measure."""
    period, measure = periods.named(written, now), BY_CODE.get(asked.get("measure", "level"))
    if measure is None or measure is OTIP:
        raise Http404
    begun = first_received() or now
    several = [one for one in period.up_to(MOST).each if one.ends_at > begun]
    found = of_each(user, measure, several, asked, now)
    other = BY_CODE.get(BESIDE.get(measure.code, ""))
    labels = labels_of(found)
    drawn = next((key for key in (asked.get("key"), ALL, largest(found)) if key in labels), ALL)
    here = f"{address('trend', period, asked, more=True)}measure={measure.code}"
    return {
        "period": period,
        "measure": measure,
        "periods": several,
        "rows": [
            row(measure.kind, key, labels[key], found, f"{here}&{urlencode({'key': key})}", drawn) for key in labels
        ],
        "drawn": labels.get(drawn, ""),
        "beside": other,
        "rows_beside": plain_rows(other.kind, of_each(user, other, several, asked, now)) if other else [],
        "sentence": sentence(measure.kind, drawn, found),
        "chart": charts.chart(measure.kind, over_time(drawn, found), []),
        "is_exact": leads(user),
        "back": f"{address('', period, asked)}#{measure.code}",
    }


def of_each(user: User, measure: Measure, several: Sequence[Period], asked: Mapping[str, str], now: dt.datetime) -> By:
    """Exact for who leads HART, within what they see; for others what is published of closed quarters."""
    if not leads(user):
        lines = {one: published_of(one).get(measure.code, []) for one in several}
    elif several:
        reading = Reading(periods.Periods(tuple(several)), FiguresForm(asked).scope(user), now)
        lines = {one: exact(measure.lines(reading.of(one))) for one in several}
    return {one: {line.key: line for line in lines[one]} for one in several}


def labels_of(found: By) -> dict[str, Words]:
    return {key: line.label for one in found.values() for key, line in one.items()}


def plain_rows(kind: Kind, found: By) -> list[Row]:
    """Of a measure that stands beside another one: none of them is drawn."""
    return [row(kind, key, label, found, "", "") for key, label in labels_of(found).items()]


def largest(found: By) -> str:
    """The line that holds most, over all periods."""
    sums = Counter[str]()
    for lines in found.values():
        sums.update({key: line.part or 0 for key, line in lines.items()})
    return max(sums, key=sums.__getitem__, default=ALL)


def row(kind: Kind, key: str, label: Words, found: By, url: str, drawn: str) -> Row:
    return Row(label, url, key == drawn, [cell(kind, lines.get(key)) for lines in found.values()])


def cell(kind: Kind, line: Shown | None) -> str:
    """A share with what it is of: one of three says less than a hundred of three hundred."""
    if line is None:
        return ""
    if kind == Kind.SHARE and line.share is not None:
        return _("%(share)s (%(part)d of %(whole)d)") % {
            "share": charts.words(kind, line), "part": line.part, "whole": line.whole,
        }  # fmt: skip
    return charts.words(kind, line)


def over_time(key: str, found: By) -> list[Shown]:
    """The same line again and again, by the name of the period."""
    return [lines[key]._replace(key=one.slug, label=str(one)) for one, lines in found.items() if key in lines]


def sentence(kind: Kind, key: str, found: By) -> str:
    """From the first to the last, of those that hold it."""
    there = [(one, lines[key]) for one, lines in found.items() if key in lines]
    ends = there[:1] + there[1:][-1:]
    said = [_("%(value)s in %(period)s") % {"value": charts.words(kind, line), "period": one} for one, line in ends]
    return ", ".join(said) + "." if said else ""
