"""What becomes of typed text when its page is left, by whatever way; and when the server refuses it."""

import re
from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from audit import trail
from screening import services
from screening.models import Screening, SectionAnswers
from tests.browser.conftest import Opened
from tests.referrals import story
from tests.referrals.story import MINOR, young_person
from vault import keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

NOTE = "#id_XS2_note"
TYPED = "Said so in the car."
SAVE = "Save and go to the list"
SLOWLY = """() => {
    const send = window.fetch;
    window.fetch = async (...request) => {
        const answer = await send(...request);
        await new Promise((done) => setTimeout(done, 1500));
        return answer;
    };
}"""  # the server has it at once; its answer comes late


@pytest.fixture
def screening(transactional_db: None) -> Screening:
    with trail.acting("test"):
        people = story.cast()
        found = services.start(young_person(people), by=people.worker)
        services.save_start(found, trigger="allegation", gates=MINOR, by=people.worker)
        services.save_section(found, "XS", {"XS2": {"answer": "possible"}}, seen=0, by=people.worker)
        return found


@pytest.fixture
def context(opened: Opened, screening: Screening) -> BrowserContext:
    return opened(screening.started_by)


@pytest.fixture
def questions(context: BrowserContext) -> list[str]:
    """What the browser asked before it let a page go."""
    return []


@pytest.fixture
def section(context: BrowserContext, screening: Screening, questions: list[str]) -> Iterator[Page]:
    found = context.new_page()
    found.on("dialog", lambda dialog: (questions.append(dialog.type), dialog.accept()))
    found.goto(reverse("screening:section", args=[screening.pk, "XS"]))
    yield found
    found.close()


def kept_note(screening: Screening) -> str:
    with keys.opened():
        part = SectionAnswers.objects.filter(screening=screening, code="XS").first()
        return part.entries.get("XS2", {}).get("note", "") if part else ""


def save_state(page: Page) -> str:
    return page.locator("[data-save-state]").inner_text()


def test_a_press_of_save_waits_for_the_save_under_way_and_is_not_called_another_tab(
    section: Page, screening: Screening
) -> None:
    section.evaluate(SLOWLY)
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_have_text("Saving")
    section.locator(NOTE).press_sequentially(" More.")
    section.get_by_role("button", name=SAVE).click()
    section.wait_for_url("**/section/XS/?then=list")
    assert "another tab" not in section.locator("main").inner_text()
    assert kept_note(screening) == f"{TYPED} More."


@pytest.mark.parametrize("way", ["Danger now", "They have told me"])
def test_the_safety_bar_asks_nothing_and_loses_nothing(
    section: Page, screening: Screening, questions: list[str], way: str
) -> None:
    section.locator(NOTE).fill(TYPED)
    section.locator("[data-safety]").get_by_text(way).click()
    section.wait_for_url(re.compile("danger|told"))
    assert questions == []
    for _look in range(50):  # the request outlives its page
        if kept_note(screening):
            break
        section.wait_for_timeout(100)
    assert kept_note(screening) == TYPED


def test_danger_waits_no_longer_than_a_second_for_a_save_under_way(
    section: Page, screening: Screening, questions: list[str]
) -> None:
    section.evaluate(SLOWLY)
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_have_text("Saving")
    section.get_by_role("link", name="Danger now").click()
    section.wait_for_url("**/danger/**", timeout=3_000)
    assert questions == []
    assert kept_note(screening) == TYPED


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_fails_is_said_and_asked_again(section: Page, screening: Screening, status: int) -> None:
    section.route("**/section/XS/", lambda route: route.fulfill(status=status, body="Broken"), times=1)
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_contain_text("the service did not answer")
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ", timeout=10_000)
    assert kept_note(screening) == TYPED


def test_what_was_refused_is_not_left_without_a_question(
    section: Page, screening: Screening, questions: list[str]
) -> None:
    section.locator(NOTE).fill("x" * 4_001)
    expect(section.locator("[data-save-state]")).to_contain_text("Press the button that saves this page")
    section.route(
        "**/section/XS/", lambda route: route.abort()
    )  # what the browser still sends is refused like the rest
    section.goto(reverse("screening:mine"))
    assert questions == ["beforeunload"]
    assert kept_note(screening) == ""


def test_the_words_after_a_refused_save_do_not_say_saved(section: Page, screening: Screening) -> None:
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    section.locator(NOTE).fill("x" * 4_001)
    section.get_by_role("button", name=SAVE).click()
    expect(section.locator("h2", has_text="to put right")).to_be_visible()
    assert save_state(section) == "Not saved: see below"
    assert kept_note(screening) == TYPED
