"""The three kinds of file of a run, and its page, say the same."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from accounts.permissions import Role
from audit import clock
from reports import files
from reports.models import Export, Run
from reports.services import exporting
from tests.accounts.people import person
from tests.paper import reading
from tests.referrals.browsing import as_
from tests.referrals.story import cast
from tests.reports.making import ASKED, frozen, quarter_over
from tests.reports.pages import plainly
from tests.reports.worked import work

pytestmark = pytest.mark.django_db(databases="__all__")


def made(run: Run, kind: str, by: User) -> bytes:
    export = exporting.ask(run, **{**ASKED, "format": kind}, by=by)
    exporting.make(export.pk, clock.now())
    return exporting.content_of(Export.objects.get(pk=export.pk))


def test_csv_xlsx_pdf_and_the_page_say_the_same() -> None:
    people = work(cast())
    quarter_over()
    run = frozen(people.lead)
    found = {kind: made(run, kind, people.lead) for kind in files.TYPES}
    lines = list(csv.reader(io.StringIO(found["csv"].decode("utf-8-sig"))))
    assert len(lines) > 20
    sheet = load_workbook(io.BytesIO(found["xlsx"])).active
    assert sheet
    assert [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()] == lines
    paper = reading.words(found["pdf"])
    page = plainly(
        as_(person(Role.AUDITOR)).get(reverse("reports:run", args=[run.pk]), {"about": "all"}).content.decode()
    )
    for measure, label, number, of, value, ninetieth in lines[1:]:
        assert f"{label} {number} {of}" in page.split(f"{measure} ", 1)[1], (measure, label)
        figures = [value if value != number else "", f"{number} of {of}", ninetieth]
        assert f"{label} {'; '.join(filter(None, figures))}" in paper.split(measure, 1)[1], (measure, label)
