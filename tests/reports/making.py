"""A frozen report and a file of it, for tests of other things."""

from accounts.models import Unit, User
from audit import clock
from reports import definitions, periods
from reports.models import Export, Run
from reports.periods import Span
from reports.services import exporting, freezing
from tests.clock import later

ASKED = {"format": "csv", "authority": "auditors", "recipient": "Office of Invented Audits", "purpose": "Yearly look."}


def frozen(by: User) -> Run:
    """Of the quarter that ended last."""
    now = clock.now()
    return freezing.freeze(definitions.newest(definitions.QUARTER), periods.last_over(now), by=by, now=now)


def unit_report(unit: Unit) -> Run:
    """Of the month that ended last."""
    now = clock.now()
    month = periods.last_over(now, Span.MONTH)
    return freezing.freeze(definitions.newest(definitions.UNIT), month, by="system:test", now=now, unit=unit)


def quarter_over() -> None:
    """The clock goes on to the first day after the quarter that runs."""
    now = clock.now()
    later(f"{int((periods.quarter_of(now).ends_at - now).total_seconds()) + 3600} seconds")


def file_of(run: Run, by: User) -> Export:
    export = exporting.ask(run, **ASKED, by=by)
    exporting.make(export.pk, clock.now())
    return Export.objects.get(pk=export.pk)
