"""Runs by what they are of: the one that is published, those of a year's quarters, and their titles."""

from reports import definitions
from reports.models import Run
from reports.periods import Period
from reports.shown import Shown, published


def run_of(period: Period) -> Run | None:
    """The first one of a quarter is what is published."""
    of_quarter = Run.objects.filter(definition=definitions.QUARTER, year=period.year, quarter=period.quarter)
    return of_quarter.order_by("made_at").first() if period.quarter else None


def published_of(period: Period) -> dict[str, list[Shown]]:
    run = run_of(period)
    return published(run) if run else {}


def quarters_of(run: Run) -> list[Run]:
    return [found for one in run.period.quarters() if (found := run_of(one))] if run.quarter is None else []


def title_of(run: Run) -> str:
    return f"{definitions.of(run.definition, run.version).title}, {run.period}"
