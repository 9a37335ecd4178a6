"""The supervisor gives a draft away while its page is open on the worker's phone: what is typed there is not lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from audit import trail
from tests.accounts.people import person
from tests.browser.conftest import Opened
from tests.browser.site import Site
from tests.referrals import story
from tests.referrals.story import screened, young_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

NOTE = "He waits outside in a car."
PHONE = {"width": 360, "height": 740}


def test_the_open_page_says_who_has_it_and_gives_back_what_was_typed(opened: Opened, site: Site) -> None:
    with trail.acting("test"):
        people = story.cast()
        colleague = person(office=people.office, unit=people.worker.unit, name="Invented Colleague")
        draft = screened(young_person(people), people.worker, "4")
    page = opened(people.worker, viewport=PHONE).new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(reverse("screening:section", args=[draft.pk, "XS"]))

    desk = opened(people.supervisor).new_page()
    desk.goto("/")
    desk.get_by_role("link", name=people.worker.display_name, exact=True).click()
    desk.get_by_label("Who takes it over?").select_option(str(colleague.pk))
    desk.get_by_text("They are sick or away").click()
    desk.get_by_role("button", name="Give what is ticked").click()
    expect(desk.get_by_text("Invented Colleague has taken over: 1 young person, 1 draft.")).to_be_visible()

    page.locator("textarea[name=XS1_note]").fill(NOTE)
    expect(page.locator("[data-save-state]")).to_contain_text("This screening is with Invented Colleague since")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    expect(page.get_by_text("This screening is with Invented Colleague since")).to_be_visible()

    theirs = opened(colleague, viewport=PHONE).new_page()
    theirs.goto("/")
    theirs.get_by_role("link", name="A screening was handed to you").click()
    theirs.wait_for_url(f"**/screenings/{draft.pk}/**")
    expect(theirs.locator("main h1")).to_be_visible()
