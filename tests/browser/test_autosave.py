"""What is typed is on the server within ten seconds, and the words about it are never untrue."""

import json
import time
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from accounts.models import User
from audit import trail
from dmst import demo
from dmst.kept import LAST_INPUT
from screening import services
from screening.models import Screening, SectionAnswers
from tests.browser.conftest import Opened
from tests.referrals import story
from tests.referrals.story import MINOR, young_person
from vault import keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

WITHIN = 10  # seconds
NOTE = "#id_XS2_note"
TYPED = "Said so in the car."
STORES = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...(await indexedDB.databases()).map(one => one.name),
    ...(await caches.keys()),
]"""


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
def section(context: BrowserContext, screening: Screening) -> Iterator[Page]:
    found = context.new_page()
    found.goto(reverse("screening:section", args=[screening.pk, "XS"]))
    yield found
    found.close()


def kept_note(screening: Screening) -> str:
    """As the server has it."""
    with keys.opened():
        part = SectionAnswers.objects.filter(screening=screening, code="XS").first()
        return part.entries.get("XS2", {}).get("note", "") if part else ""


def state(section: Page) -> str:
    return section.locator("[data-save-state]").inner_text()


def test_a_note_is_on_the_server_within_ten_seconds_of_typing(section: Page, screening: Screening) -> None:
    section.locator(NOTE).focus()
    began = time.monotonic()
    section.keyboard.type(TYPED)
    assert state(section) == "Not saved yet"
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    assert time.monotonic() - began < WITHIN
    assert kept_note(screening) == TYPED


def test_who_goes_on_typing_is_saved_all_the_same(section: Page, screening: Screening) -> None:
    section.locator(NOTE).focus()
    began = time.monotonic()
    while not kept_note(screening):
        section.keyboard.type("a")
        section.wait_for_timeout(200)
        assert time.monotonic() - began < WITHIN


def test_with_the_network_cut_the_words_say_so_and_what_was_typed_stays(
    context: BrowserContext, section: Page, screening: Screening
) -> None:
    context.set_offline(True)
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_contain_text("no connection")
    assert kept_note(screening) == ""
    assert section.locator(NOTE).input_value() == TYPED

    context.set_offline(False)
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    assert kept_note(screening) == TYPED


def test_no_words_say_saved_before_the_server_has_it(section: Page, screening: Screening) -> None:
    """An answer of the server that never comes back is no answer."""
    section.route("**/section/**", lambda route: route.abort())
    section.locator(NOTE).fill(TYPED)
    said = set()
    for _look in range(40):
        said.add(state(section))
        section.wait_for_timeout(100)
    assert not [words for words in said if words.startswith("Saved")]
    section.unroute("**/section/**")
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    assert kept_note(screening) == TYPED


def test_typing_while_a_save_is_under_way_is_saved_too(section: Page, screening: Screening) -> None:
    """The words do not turn to saved for what was typed after the sending began."""
    section.route("**/section/**", lambda route: (section.wait_for_timeout(800), route.continue_()))
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_have_text("Saving")
    section.locator(NOTE).press_sequentially(" And more.")
    assert "Saved" not in state(section)
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    assert kept_note(screening) == section.locator(NOTE).input_value()


def test_a_source_half_entered_is_never_said_to_be_saved(section: Page, screening: Screening) -> None:
    section.get_by_role("textbox", name="Who").fill("Told the caseworker")
    expect(section.locator("[data-save-state]")).to_contain_text("source is not saved yet")
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_have_text("Not saved yet")
    expect(section.locator("[data-save-state]")).to_contain_text("source is not saved yet")
    assert kept_note(screening) == TYPED
    assert not screening.sources.exists()


def test_a_long_page_in_many_bytes_is_saved_like_any_other(section: Page, screening: Screening) -> None:
    long = "ł" * 4_000
    for radio in section.get_by_role("radio", name="Possible", exact=True).all():
        radio.check(force=True)
    for box in section.get_by_label("Note").all():
        box.fill(long)
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    assert kept_note(screening) == long


def test_another_tab_that_saved_first_is_said_and_nothing_is_overwritten(
    context: BrowserContext, section: Page, screening: Screening
) -> None:
    other = context.new_page()
    other.goto(section.url)
    other.locator(NOTE).fill("From the other tab.")
    expect(other.locator("[data-save-state]")).to_contain_text("Saved ")
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_contain_text("saved in another tab")
    assert kept_note(screening) == "From the other tab."
    assert section.locator(NOTE).input_value() == TYPED


@pytest.mark.parametrize("field", ["XS2_note", "XS3"])
def test_coming_back_leads_to_the_same_field(section: Page, screening: Screening, field: str) -> None:
    if field.endswith("note"):
        section.locator(f"[name={field}]").fill(TYPED)
    else:
        section.locator(f"[name={field}]").nth(1).check(force=True)
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    section.goto(reverse("screening:mine"))
    section.get_by_role("link", name="Go on with the screening").click()
    section.wait_for_url("**/section/XS/#*")
    assert section.evaluate("document.activeElement.name") == field
    assert section.evaluate("document.activeElement.checked") in (True, None)


def test_nothing_is_kept_in_the_browser(context: BrowserContext, section: Page) -> None:
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_contain_text("Saved ")
    assert section.evaluate(STORES) == []
    assert TYPED not in json.dumps(context.storage_state(indexed_db=True))


def test_a_session_that_ended_is_said_and_what_was_typed_is_offered_back(
    context: BrowserContext, section: Page, screening: Screening
) -> None:
    worker = screening.started_by
    worker.set_password(demo.PASSWORD)
    worker.save()
    end_session_of(context, worker)
    section.locator(NOTE).fill(TYPED)
    expect(section.locator("[data-save-state]")).to_contain_text("you are signed out")
    assert section.locator(NOTE).input_value() == TYPED
    assert kept_note(screening) == ""

    section.get_by_role("link", name="Sign in").click()
    section.get_by_label("Email").fill(worker.email)
    section.get_by_label("Password").fill(demo.PASSWORD)
    section.get_by_role("button", name="Sign in").click()
    expect(section.locator("h1")).to_have_text("What you sent was kept")
    assert section.locator("input[name=XS2_note]").input_value() == TYPED


def end_session_of(context: BrowserContext, worker: User) -> None:
    """As fifteen minutes without a key do; that the test has just set a password is not what ends it."""
    key = next(str(cookie["value"]) for cookie in context.cookies() if cookie["name"] == settings.SESSION_COOKIE_NAME)
    session = SessionStore(key)
    session[LAST_INPUT] = 0
    session[HASH_SESSION_KEY] = worker.get_session_auth_hash()
    session.save()
