"""A frozen report and a file of it, for tests of other things."""

from accounts.models import User
from audit import clock
from reports import definitions, periods
from reports.models import Export, Run
from reports.services import exporting, freezing

ASKED = {"format": "csv", "authority": "auditors", "recipient": "Office of Invented Audits", "purpose": "Yearly look."}


def frozen(by: User) -> Run:
    """Of the quarter that runs."""
    now = clock.now()
    return freezing.freeze(definitions.newest(definitions.QUARTER), periods.quarter_of(now), by=by, now=now)


def file_of(run: Run, by: User) -> Export:
    export = exporting.ask(run, **ASKED, by=by)
    exporting.make_what_waits(clock.now())
    return Export.objects.get(pk=export.pk)
