"""From every page of the field flow: at most two presses to the numbers to call, and to "they have told me"."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from audit import trail
from screening.models import Screening
from tests.browser.conftest import Opened
from tests.referrals import story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

NUMBERS = ("911", "1-800-842-2288", "988", "1-888-373-7888")
PHONE = {"width": 360, "height": 640}


@pytest.fixture
def draft(transactional_db: None) -> Screening:
    with trail.acting("test"):
        people = story.cast()
        return story.screened(story.young_person(people), people.worker, "3")


def field_flow(draft: Screening) -> list[str]:
    names = ("screening:tasks", "screening:start-page", "screening:result", "screening:raise", "referrals:fields")
    sections = [reverse("screening:section", args=[draft.pk, code]) for code in ("XS", "CX")]
    return [*(reverse(name, args=[draft.pk]) for name in names), *sections]


def sees_the_numbers(page: Page) -> bool:
    return all(page.locator(f"main a[href='tel:{number}']").is_visible() for number in NUMBERS)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_numbers_are_two_presses_away_from_every_page(opened: Opened, draft: Screening, scripts: bool) -> None:
    page = opened(draft.started_by, viewport=PHONE, java_script_enabled=scripts).new_page()
    for path in field_flow(draft):
        page.goto(path)
        link = page.get_by_role("link", name="Danger now")
        assert is_in_reach(page, link.bounding_box()), path
        link.click()
        page.wait_for_url("**/danger/**")
        assert sees_the_numbers(page), path


def test_they_have_told_me_is_one_press_and_leads_to_the_numbers(opened: Opened, draft: Screening) -> None:
    page = opened(draft.started_by, viewport=PHONE).new_page()
    for path in field_flow(draft):
        page.goto(path)
        page.get_by_role("button", name="They have told me").click()
        page.wait_for_url(f"**{reverse('screening:told', args=[draft.pk])}")
        assert sees_the_numbers(page), path
    draft.refresh_from_db()
    assert draft.told_me_at is not None


def test_a_gate_that_says_danger_leads_to_the_numbers_before_anything_else(opened: Opened, draft: Screening) -> None:
    page = opened(draft.started_by).new_page()
    page.goto(reverse("screening:start-page", args=[draft.pk]))
    page.get_by_role("group", name="Is anyone in danger").get_by_role("radio", name="Yes").check(force=True)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url("**/danger/**")
    assert sees_the_numbers(page)


def is_in_reach(page: Page, box: dict[str, float] | None) -> bool:
    """On the first screen, without scrolling."""
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= PHONE["height"]
