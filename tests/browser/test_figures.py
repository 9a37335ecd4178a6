"""Supervisor, lead and auditor: who is late and with what; the figures, a report that is frozen, a file that leaves."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from audit import clock, trail
from reports import periods, tasks
from reports.models import Export
from reports.parts import PARTS
from tests.accounts.people import person
from tests.browser.conftest import Opened
from tests.browser.keyboard import KeyboardUser
from tests.browser.site import Site
from tests.clock import later
from tests.referrals import story
from tests.referrals.story import Cast, sent, young_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

NAMES = ("Zephyrine", "Quillfeather")


@pytest.fixture
def people(db: None) -> Cast:
    with trail.acting("test"):
        found = story.cast()
        for number in range(3):
            sent(found, "4", youth=young_person(found, legal_first=f"Made{number}"))
    later("3 days")
    return found


def test_a_supervisor_reads_from_the_first_page_who_is_late_and_with_what(
    opened: Opened, site: Site, people: Cast
) -> None:
    reader = KeyboardUser(opened(people.supervisor), site.url, NAMES)
    reader.opens("/")
    assert reader.page.locator(".lead").inner_text().strip().startswith(tuple("123456789"))
    assert reader.sees(f"{people.worker.display_name} has")
    first = reader.page.locator(".panel--late tbody tr").first
    assert people.worker.display_name in first.inner_text()
    reader.tabs_to("Late")
    reader.goes_on()
    reader.looks()
    assert reader.heading == "All duties: Late"
    assert reader.said_of_faults() == ""


def test_a_lead_freezes_a_report_and_an_auditor_reads_to_whom_it_went(opened: Opened, site: Site, people: Cast) -> None:
    lead = KeyboardUser(opened(people.lead), site.url, NAMES)
    figures = reverse("reports:figures", args=[periods.quarter_of(clock.now()).year])
    lead.opens(figures)
    assert lead.sees("Young people and referrals")
    lead.tabs_to("What was found")
    lead.goes_on()
    lead.looks()
    assert lead.sees("Level at referral")
    for part in PARTS:
        lead.opens(f"{figures}?about={part.slug}")
    lead.tabs_to("Frozen reports")
    lead.goes_on()
    lead.tabs_to("Freeze it now", tag="button")
    lead.goes_on()
    lead.looks()
    lead.tabs_to("What would be different today")
    lead.goes_on()
    lead.looks()
    assert lead.sees("Nothing: counted anew, every number would be the same.")
    lead.chooses("Format", "CSV")
    lead.picks("By which authority?", str(Export.Authority.AUDITORS.label))
    lead.types("Who receives it?", "Office of Invented Audits")
    lead.types("For what?", "Yearly look.")
    lead.pushes("Make the file")
    with trail.acting("test"):
        tasks.make_files()
    lead.page.reload()
    with lead.page.expect_download() as download:
        lead.page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "report.csv"

    auditor = KeyboardUser(opened(person(Role.AUDITOR)), site.url, NAMES)
    auditor.opens("/reports/register/")
    assert auditor.sees("Office of Invented Audits")
    export = Export.objects.get()
    auditor.opens(f"/reports/{export.run_id}/")
    assert auditor.sees("Counts of 1 to 10 are not shown")
    assert (lead.said_of_faults(), auditor.said_of_faults()) == ("", "")
