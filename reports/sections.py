"""Each measure as it is shown: a sentence, the chart, the table and the definition. Page, file and print share them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L
from django.utils.translation import ngettext

from duties import words as times
from reports import charts
from reports.charts import Chart
from reports.lines import ALL, EVERYONE, Words
from reports.measures import BY_CODE, Kind, Measure
from reports.shown import Shown

NO_DATA = _L("There is nothing to count in this period.")


class Row(NamedTuple):
    label: Words
    part: str
    whole: str
    value: str
    ninetieth: str
    before: str
    change: str
    query: str  # by which the rows behind it are asked for; "" where they are in no list


class Section(NamedTuple):
    """One measure as it is shown: a sentence, the chart, the table, the definition."""

    measure: Measure
    sentence: str
    chart: Chart | None
    rows: list[Row]
    summary: Row | None  # of all of them together, or the first

    @property
    def is_of_all(self) -> bool:
        return self.summary is not None and self.summary.label == EVERYONE

    @property
    def is_time(self) -> bool:
        return self.measure.kind == Kind.TIME

    @property
    def is_share(self) -> bool:
        return self.measure.kind == Kind.SHARE


def sections(shown: Mapping[str, Sequence[Shown]], before: Mapping[str, Sequence[Shown]]) -> list[Section]:
    return [section(one, shown[one.code], before.get(one.code, [])) for one in BY_CODE.values() if one.code in shown]


def section(measure: Measure, lines: Sequence[Shown], before: Sequence[Shown]) -> Section:
    earlier = {line.key: line for line in before}
    rows = [row(measure, line, earlier.get(line.key)) for line in lines]
    summary = next((row for line, row in zip(lines, rows, strict=True) if line.key == ALL), rows[0] if rows else None)
    return Section(measure, sentence(measure, lines), charts.chart(measure.kind, lines, before), rows, summary)


def row(measure: Measure, line: Shown, before: Shown | None) -> Row:
    return Row(
        line.label, number(line.part), number(line.whole), charts.words(measure.kind, line),
        times.length(line.ninetieth) if line.ninetieth is not None else "",
        charts.words(measure.kind, before) if before else "", change(measure, line, before),
        urlencode({"measure": measure.code, "key": line.key}) if measure.behind else "",
    )  # fmt: skip


def number(value: int | None) -> str:
    return charts.hidden() if value is None else f"{value:,}"


def change(measure: Measure, line: Shown, before: Shown | None) -> str:
    """In words, and only where both numbers are shown."""
    now, then = charts.size(measure.kind, line), charts.size(measure.kind, before) if before else None
    if now is None or then is None:
        return ""
    if round(now) == round(then):
        return _("the same")
    more = now > then
    if measure.kind == Kind.TIME:
        span = times.length(dt.timedelta(seconds=abs(now - then)))
        return (_("%s longer") if more else _("%s shorter")) % span
    if measure.kind == Kind.SHARE:
        points = round(abs(now - then))
        higher = ngettext("%d point higher", "%d points higher", points)
        return (higher if more else ngettext("%d point lower", "%d points lower", points)) % points
    return (_("%d more") if more else _("%d fewer")) % abs(now - then)


def sentence(measure: Measure, lines: Sequence[Shown]) -> str:
    """What is seen, before the chart."""
    there = [line for line in lines if line.part]
    if not any(line.whole or line.whole is None for line in lines):
        return str(NO_DATA)
    if not there:
        return _("Too few to be shown.") if any(line.part is None for line in lines) else _("None so far.")
    if measure.kind == Kind.COUNT:
        most = max(there, key=lambda line: line.part or 0)
        return _("Most of them: %(label)s, %(part)s of %(whole)s.") % said(most)
    first = next((line for line in there if line.key == ALL), there[0])
    if measure.kind == Kind.TIME:
        return time_words(first)
    share = {"share": f"{first.share:.0f}%", "other": round(100 - (first.share or 0))}
    says = measure.says or _("%(share)s: %(part)s of %(whole)s, %(what)s.")
    what = measure.numerator if first.key == ALL else first.label
    return str(says) % {**said(first), **share, "what": what}


def time_words(line: Shown) -> str:
    if line.median is None or line.ninetieth is None:
        return _("Too few to be shown.")
    spans = {"median": times.length(line.median), "ninetieth": times.length(line.ninetieth)}
    return _("Half of them within %(median)s, nine of ten within %(ninetieth)s.") % spans


def said(line: Shown) -> dict[str, Any]:
    return {"label": line.label, "part": number(line.part), "whole": number(line.whole)}
