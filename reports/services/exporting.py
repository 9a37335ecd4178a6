"""Files that leave the house. Asked for with authority and recipient, made by a task, sealed, gone after seven days.

The row itself stays: it is the disclosure register.
"""

import base64
import datetime as dt
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from reports import files
from reports.models import Export, Run
from reports.runs import published, title_of
from reports.sections import sections
from vault import keys

MOST_LINES = 10_000


class StaysHere(Refusal):
    """Small counts of one unit: no file is made of them."""


class TooLong(Refusal):
    """More lines than a file may have."""


def ask(run: Run, *, format: str, authority: str, recipient: str, purpose: str, by: User) -> Export:
    """The register has it from now on; the file comes after. Raises PermissionDenied, StaysHere, TooLong."""
    if not grants(by, Permission.LEAD_HART):
        raise PermissionDenied
    if run.unit_id:
        raise StaysHere(_("A unit's report goes to nobody outside."), reverse("reports:run", args=[run.pk]))
    refuse_long(run)
    export = Export(
        run=run, format=format, authority=authority, recipient=recipient, purpose=purpose, made_by=by,
        made_at=clock.now(),
    )  # fmt: skip
    keys.create(export.pk)
    export.save(force_insert=True)
    record("report.export", "export", export.pk, by=by.pk, facts={"format": format, "authority": authority})
    return export


def refuse_long(run: Run) -> None:
    lines = sum(len(lines) for lines in run.figures.values())
    if lines > MOST_LINES:
        raise TooLong(
            _("This report has %(lines)s lines; a file holds %(most)s at most. Make a file of a shorter report.")
            % {"lines": f"{lines:,}", "most": f"{MOST_LINES:,}"},
            reverse("reports:run", args=[run.pk]),
        )


def waiting() -> list[UUID]:
    return list(Export.objects.filter(ready_at=None).order_by("made_at").values_list("pk", flat=True))


def make(pk: UUID, now: dt.datetime) -> None:
    """What is published and nothing else: small counts are in no file. One that another makes already is left to it."""
    export = Export.objects.filter(pk=pk, ready_at=None).select_for_update(skip_locked=True).first()
    if export is None:
        return
    run = export.run
    found = sections(published(run), {})
    lines = files.lines_of(found)
    content = {
        Export.Format.CSV: lambda: files.csv_of(lines),
        Export.Format.XLSX: lambda: files.xlsx_of(lines),
        Export.Format.PDF: lambda: files.pdf_of(title_of(run), found, [said_of(export)]),
    }[Export.Format(export.format)]()
    export.content, export.lines, export.ready_at = base64.b64encode(content).decode(), len(lines) - 1, now
    export.save(update_fields=["content", "lines", "ready_at"])


def said_of(export: Export) -> str:
    return _("For %(recipient)s. %(authority)s. Counts of 1 to 10 are not shown. Check sum %(digest)s.") % {
        "recipient": export.recipient, "authority": export.get_authority_display(), "digest": export.run.digest[:16],
    }  # fmt: skip


def note_failure(pk: UUID, now: dt.datetime) -> None:
    Export.objects.filter(pk=pk, ready_at=None).update(failed_at=now)


def content_of(export: Export) -> bytes:
    return base64.b64decode(export.content)


def forget_stale(now: dt.datetime, *, by: str) -> None:
    """The file goes with its key; to whom it went stays."""
    for export in Export.objects.stale(now):
        record("report.forget", "export", export.pk, by=by)
        Export.objects.filter(pk=export.pk).update(content=None)
        keys.destroy(export.pk)
