"""The page of the figures, and the list behind a number."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from reports import parts, periods
from reports.cases import first_received
from reports.forms import FiguresForm
from reports.lines import Line, Words
from reports.listing import listed
from reports.measures import BY_CODE, MEASURES, Kind, Measure, at_a_glance, computed
from reports.parts import Part
from reports.periods import Period
from reports.reading import Reading
from reports.runs import published_of, run_of
from reports.sections import Section, sections
from reports.shown import exact

Count = Callable[[Reading, Iterable[Measure]], dict[str, list[Line]]]


def figures_page(user: User, written: str, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """One part of them: exact for who leads HART, within what they see; for others what is published of a quarter.

    Raises NoPeriod.
    """
    period, part = periods.named(written, now), parts.named(asked.get("about", ""))
    codes, about = set(part.codes), links(period, part, asked, now)
    page = {"period": period, "before": period.before(), "part": part, "is_over": period.is_over(now), **about}
    count = at_a_glance if part == parts.GLANCE else computed
    found = exact_page(user, period, codes, asked, now, count) if leads(user) else published_page(period, codes)
    return {**page, **found, "is_exact": leads(user), "glance": glance(part, found["sections"], about["measure_urls"])}


def glance(part: Part, found: Iterable[Section], urls: Mapping[str, str]) -> list[tuple[Section, str]]:
    """In the part's own order, each with where it is told whole."""
    by_code = {one.measure.code: one for one in found}
    return [(by_code[code], urls[code]) for code in part.codes if code in by_code and by_code[code].summary]


def leads(user: User) -> bool:
    return grants(user, Permission.LEAD_HART)


def exact_page(
    user: User, period: Period, codes: Collection[str], asked: Mapping[str, str], now: dt.datetime, count: Count
) -> dict[str, Any]:
    form, both = FiguresForm(asked), period.up_to(2)
    scope = form.scope(user)
    measures = [one for one in MEASURES if one.code in codes and (one.has_level or not scope.level)]
    reading = Reading(both, scope, now)
    earlier, today = (count(reading.of(one), measures) for one in both.each)
    shown, compared = ({code: exact(lines) for code, lines in one.items()} for one in (today, earlier))
    return {
        "form": form,
        "is_of_level": bool(scope.level),
        "list_url": address("list", period, asked, more=True),
        "whole_url": address("list", period, asked, more=True) + "whole=1&",
        "sections": sections(shown, compared),
        "compared": period.before(),
    }


def published_page(period: Period, codes: Collection[str]) -> dict[str, Any]:
    there, earlier = published_of(period), published_of(period.before())
    shown = {code: lines for code, lines in there.items() if code in codes}
    return {
        "frozen": run_of(period),
        "is_published": bool(there),
        "sections": sections(shown, earlier),
        "compared": period.before() if earlier else None,
    }


def links(period: Period, part: Part, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """To the other periods and parts, narrowed alike; of each measure to the part that has it whole."""
    about = {one.slug: address("", period, {**asked, "about": one.slug}) for one in (parts.GLANCE, *parts.PARTS)}
    return {
        "periods": [(one, address("", one, asked)) for one in periods.offered(now, first_received() or now)],
        "parts": [(one.label, about[one.slug], one == part) for one in (parts.GLANCE, *parts.PARTS)],
        "measure_urls": {code: f"{about[parts.part_of(code).slug]}#{code}" for code in part.codes},
        "trend_url": address("trend", period, asked, more=True),
    }


def address(page: str, period: Period, asked: Mapping[str, str], *, more: bool = False) -> str:
    """Of the figures or what belongs to them, narrowed as they are. ``more``: something will be added to its query."""
    query = urlencode({name: asked[name] for name in FiguresForm.base_fields if asked.get(name)})
    url = reverse(f"reports:figures-{page}" if page else "reports:figures", args=[period.slug])
    url += f"?{query}" if query else ""
    return url + ("&" if query else "?") if more else url


def list_page(user: User, written: str, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """The rows behind a number, or behind the one it is of. Raises NoPeriod, Http404 where there is no such number."""
    period, measure = periods.named(written, now), BY_CODE.get(asked.get("measure", "level"))
    if measure is None or measure.behind is None:
        raise Http404
    lines = measure.lines(Reading(period, FiguresForm(asked).scope(user), now))
    line = next((one for one in lines if one.key == asked.get("key", one.key)), None)
    if line is None:
        raise Http404
    is_whole = bool(asked.get("whole"))
    ids = list(whole_of(measure, line, lines) if is_whole else line.ids)
    number = line.whole if is_whole else line.part
    return {
        **listed(user, measure.behind, ids),
        **said_of(measure, line.label, period, is_whole=is_whole),
        "several": number if number > len(ids) else 0,  # answers or fields: more than one of a record
        "records": len(ids),
        "back": address("", period, {**asked, "about": parts.part_of(measure.code).slug}) + f"#{measure.code}",
        "back_text": _("Figures"),
    }


def said_of(measure: Measure, label: Words, period: Period, *, is_whole: bool = False) -> dict[str, Any]:
    counts = _("What the number is of: %s.") if is_whole else _("What the number counts: %s.")
    what = measure.denominator if is_whole else measure.numerator
    return {"title": f"{measure.label}: {label}", "words": f"{period}. {counts % what}"}


def whole_of(measure: Measure, line: Line, lines: Iterable[Line]) -> Iterable[str]:
    """Of a share or a time the line's own; counts are parts of one whole."""
    if measure.kind == Kind.COUNT:
        return {pk for one in lines for pk in one.ids}
    return [*line.ids, *line.others]
