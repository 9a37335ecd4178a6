"""What is published of which period, by which run; and the titles of runs."""

from reports import definitions, shown
from reports.models import Run
from reports.periods import Period, Span
from reports.shown import Shown


def run_of(period: Period) -> Run | None:
    """The first run of a quarter is what is published; a later one beside it would give small differences away."""
    of_quarter = Run.objects.filter(definition=definitions.QUARTER, year=period.year, quarter=period.quarter)
    return of_quarter.order_by("made_at").defer("ids", "evidence").first() if period.quarter else None


def published_of(period: Period) -> dict[str, list[Shown]]:
    """Of a quarter, for everybody."""
    run = run_of(period)
    return shown.published(run) if run else {}


def published(run: Run) -> dict[str, list[Shown]]:
    """What everybody may read of it, and what goes into its files: of a quarter what was published first.

    Of a month and of a unit nothing.
    """
    if run.period.span is Span.MONTH or run.unit_id:
        return {}
    if run.quarter:
        return published_of(run.period)
    return shown.year_of(run, [published_of(quarter) for quarter in run.period.quarters()])


def title_of(run: Run) -> str:
    """Of a unit with its office: there is a Unit 2 in many of them."""
    unit = f": {run.unit}, {run.unit.office}" if run.unit else ""
    return f"{definitions.of(run.definition, run.version).title}{unit}, {run.period}"
