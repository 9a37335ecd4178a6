"""The reason of a raise saves itself and raises nothing; "They have told me" keeps it on the way."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from audit import trail
from screening.models import Screening
from tests.browser.conftest import Opened
from tests.referrals import story
from tests.referrals.story import screened, young_person
from vault import keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

REASON = "She looks over her shoulder."


@pytest.fixture
def draft(transactional_db: None) -> Screening:
    with trail.acting("test"):
        people = story.cast()
        return screened(young_person(people), people.worker, "3")


def raising(opened: Opened, draft: Screening, *, script: bool) -> Page:
    page = opened(draft.started_by, java_script_enabled=script).new_page()
    page.goto(reverse("screening:raise", args=[draft.pk]))
    return page


def kept(draft: Screening) -> tuple[str, str, bool]:
    with keys.opened():
        found = Screening.objects.select_related("youth").get(pk=draft.pk)
        return found.raise_reason, found.raised_to, found.told_me_at is not None


def test_a_reason_is_on_the_server_by_itself_and_nothing_is_raised(opened: Opened, draft: Screening) -> None:
    page = raising(opened, draft, script=True)
    page.get_by_label("Reason").focus()
    page.keyboard.type(REASON)
    expect(page.locator("[data-save-state]")).to_contain_text("Reason saved")
    assert kept(draft) == (REASON, "", False)


@pytest.mark.parametrize("script", [True, False])
def test_they_have_told_me_keeps_the_reason_on_the_way(opened: Opened, draft: Screening, script: bool) -> None:
    page = raising(opened, draft, script=script)
    page.get_by_label("Reason").fill(REASON)
    page.get_by_role("button", name="They have told me").click()
    page.wait_for_url("**/told/")
    assert kept(draft) == (REASON, "", True)
