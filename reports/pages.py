"""The page of the figures, one run, and the list of runs."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, grants
from referrals.models import Referral
from reports import definitions, periods
from reports.cases import first_received, read
from reports.forms import ExportForm, FiguresForm
from reports.measures import BY_CODE, MEASURES, computed
from reports.models import Export, Run
from reports.periods import Period
from reports.runs import published, published_of, run_of, title_of
from reports.sections import sections
from reports.services import freezing
from reports.shown import exact, kept
from vault import keys

LISTED = 200


def figures_page(user: User, written: str, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """Exact for who leads HART, within what they see; for others what is published of a closed quarter.

    Raises NoPeriod.
    """
    period = periods.named(written, now)
    first = first_received() or now
    page = {
        "period": period,
        "before": period.before(),
        "periods": [(one, reverse("reports:figures", args=[one.slug])) for one in periods.offered(now, first)],
        "is_exact": grants(user, Permission.LEAD_HART),
        "is_over": period.is_over(now),
        "csv_url": address("csv", period, asked),
    }
    if page["is_exact"]:
        form = FiguresForm(asked)
        scope = form.scope(user)
        measures = [one for one in MEASURES if one.has_level or not scope.level]
        today, earlier = (computed(read(one, scope, now), measures) for one in (period, period.before()))
        shown = {code: exact(lines) for code, lines in today.items()}
        before = {code: exact(lines) for code, lines in earlier.items()}
        page |= {"form": form, "is_of_level": bool(scope.level), "list_url": address("list", period, asked, more=True)}
        return page | {"sections": sections(shown, before), "compared": period.before()}
    shown, before = published_of(period), published_of(period.before())
    compared = period.before() if before else None
    return page | {"sections": sections(shown, before), "frozen": run_of(period), "compared": compared}


def address(page: str, period: Period, asked: Mapping[str, str], *, more: bool = False) -> str:
    """Of what belongs to the figures, narrowed as they are. ``more``: something will be added to its query."""
    query = urlencode({name: asked[name] for name in FiguresForm.base_fields if asked.get(name)})
    url = reverse(f"reports:figures-{page}", args=[period.slug]) + (f"?{query}" if query else "")
    return url + ("&" if query else "?") if more else url


def list_page(user: User, written: str, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """The referrals behind one number, within what the reader sees. Raises NoPeriod, Http404 for no such number."""
    period, measure = periods.named(written, now), BY_CODE.get(asked.get("measure", "level"))
    if measure is None or not measure.of_referrals:
        raise Http404
    lines = measure.lines(read(period, FiguresForm(asked).scope(user), now))
    line = next((one for one in lines if one.key == asked.get("key", one.key)), None)
    if line is None:
        raise Http404
    found = list(Referral.objects.visible_to(user).filter(pk__in=line.ids).for_list().order_by("-opened_at")[:LISTED])
    keys.unlock(one.key_owner for one in found)
    back = reverse("reports:figures", args=[period.slug])
    return {"referrals": found, "measure": measure, "line": line, "period": period, "back": back, "most": LISTED}


# --- Runs -------------------------------------------------------------------------------------------------------


def runs_page(user: User, now: dt.datetime) -> dict[str, Any]:
    runs = Run.objects.select_related("made_by").defer("figures", "ids")[:100]
    return {
        "runs": [(run, title_of(run)) for run in runs],
        "leads": grants(user, Permission.LEAD_HART),
        "offered": [
            (one.slug, one.title, period)
            for one in definitions.DEFINITIONS
            for period in [periods.last_over(now) if not one.is_yearly else Period(periods.last_over(now).year - 1)]
        ],
    }


def run_page(user: User, run: Run, now: dt.datetime, form: ExportForm | None = None) -> dict[str, Any]:
    leads = grants(user, Permission.LEAD_HART)
    shown = kept(run.figures) if leads else published(run)
    return {
        "run": run,
        "title": title_of(run),
        "is_exact": leads,
        "sections": sections(shown, {}),
        "differences": [(one, BY_CODE[one.code].label) for one in freezing.differences(run, now)] if leads else [],
        "is_whole": run.is_whole,
        "retired": definitions.of(run.definition, run.version).retired,
        "exports": run.exports.select_related("made_by"),
        "form": (form or ExportForm()) if leads else None,
    }


def register_lines() -> list[tuple[Export, str]]:
    """Every file that was made, the newest first."""
    exports = Export.objects.select_related("run", "made_by").defer("run__figures", "run__ids", "content")
    return [(one, title_of(one.run)) for one in exports]
