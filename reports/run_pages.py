"""The pages of what was frozen: a run in parts, the list behind a number of it, the list of runs, the register."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.models import User
from reports import definitions, evidence, parts, periods
from reports.forms import ExportForm, FreezeForm
from reports.lines import Words
from reports.listing import listed
from reports.measures import BY_CODE
from reports.models import Export, Run
from reports.pages import glance, leads, said_of
from reports.parts import EPISODES, GLANCE, SINCE, Part
from reports.runs import published, title_of
from reports.sections import sections
from reports.services import freezing
from reports.shown import kept
from youth.models import Youth

FILES = 10  # beside a run; the register has all


def runs_page(user: User, now: dt.datetime) -> dict[str, Any]:
    runs = Run.objects.visible_to(user, now).select_related("made_by", "unit__office").defer("figures", "ids")[:100]
    return {
        "runs": [(run, title_of(run)) for run in runs],
        "form": FreezeForm(offered(now)) if leads(user) else None,
    }


def offered(now: dt.datetime) -> Iterable[tuple[str, str]]:
    """What can be frozen by hand: a unit's report comes by the calendar."""
    for one in definitions.current():
        if one.slug != definitions.UNIT:
            period = periods.last_over(now, one.span)
            yield f"{one.slug} {period.slug}", f"{one.title}, {period}"


def run_page(user: User, run: Run, about: str, now: dt.datetime, form: ExportForm | None = None) -> dict[str, Any]:
    """One part of it: at a glance, one of the figures', its episodes, or what would be different today."""
    is_exact = sees_all(user, run)
    shown = kept(run.figures) if is_exact else published(run)
    offered = parts.of_run(shown, is_exact=is_exact, lists_episodes=bool(run.evidence))
    part = next((one for one in offered if one.slug == about), offered[0])
    found = sections({code: lines for code, lines in shown.items() if code in part.codes}, {})
    here = {one.slug: f"{run.get_absolute_url()}?about={one.slug}" for one in offered}
    return {
        "run": run,
        "title": title_of(run),
        "is_exact": is_exact,
        "leads": leads(user),
        "is_published": bool(shown),
        "parts": [(one.label, here[one.slug], one == part) for one in offered],
        "sections": [] if part == GLANCE else found,
        "glance": glance(part, found, places(offered, here)) if part == GLANCE else [],
        "list_url": f"{reverse('reports:run-list', args=[run.pk])}?" if is_exact else "",
        "is_since": part == SINCE,
        "differences": labelled(freezing.differences(run, now)) if part == SINCE else [],
        "episodes": evidence.listed(run.evidence) if part == EPISODES else [],
        "moments": evidence.MOMENTS.values(),
        "is_whole": run.is_whole,
        "retired": definitions.of(run.definition, run.version).retired,
        "exports": run.exports.for_list()[:FILES],
        "form": (form or ExportForm()) if leads(user) and not run.unit else None,
    }


def sees_all(user: User, run: Run) -> bool:
    """Of a unit whoever may open it. Others count what is sealed: for a lead who may see all of that."""
    if run.unit is not None:
        return True
    return leads(user) and not Youth.objects.exclude(sealed_at=None).hidden_from(user).exists()


def places(offered: Iterable[Part], here: Mapping[str, str]) -> dict[str, str]:
    """Of each measure where it is told whole."""
    return {code: f"{here[one.slug]}#{code}" for one in offered if one in parts.PARTS for code in one.codes}


def labelled(found: Iterable[freezing.Difference]) -> list[tuple[freezing.Difference, Words]]:
    return [(one, BY_CODE[one.code].label) for one in found]


def run_list_page(user: User, run: Run, asked: Mapping[str, str]) -> dict[str, Any]:
    """The rows that were counted and are still there. Raises Http404 for no such number, or one that is published."""
    code = asked.get("measure", "level")
    line = next((one for one in kept(run.figures).get(code, []) if one.key == asked.get("key", one.key)), None)
    measure = BY_CODE.get(code)
    if measure is None or measure.behind is None or line is None or not sees_all(user, run):
        raise Http404
    back = {"back": run.get_absolute_url(), "back_text": title_of(run)}
    found = listed(user, measure.behind, run.ids[code][line.key])
    return {**found, **said_of(measure, line.label, run.period), **back}


def register_lines() -> list[tuple[Export, str]]:
    """Every file that was made, the newest first."""
    exports = Export.objects.for_list().select_related("run").defer("run__figures", "run__ids", "run__evidence")
    return [(one, title_of(one.run)) for one in exports]
