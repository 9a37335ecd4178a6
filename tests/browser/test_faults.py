"""What is typed when something breaks: characters typed and characters found afterwards, printed for each fault.

Nothing is lost beyond ten seconds of typing, nothing stays in the browser, and the words on the page are true.
"""

import json
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect

from audit import trail
from dmst import demo
from referrals.models import Referral
from referrals.services import drafts
from screening import services
from screening.models import Screening, SectionAnswers
from tests.browser.conftest import Opened
from tests.browser.test_autosave import NOTE, STORES
from tests.referrals import story
from tests.referrals.story import MINOR, young_person
from vault import keys

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.unrecorded,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]  # fmt: skip

WORDS = "Said so in the car, and that it has been so since the summer. "
LOSABLE = 10  # seconds of typing
TYPING = 14  # seconds, longer than what may be lost
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # 400 kbit/s
Report = Callable[[str, str, str], None]


@pytest.fixture
def screening(transactional_db: None) -> Screening:
    with trail.acting("test"):
        people = story.cast()
        people.worker.set_password(demo.PASSWORD)
        people.worker.save()
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
    found.on("dialog", lambda dialog: dialog.accept())
    found.goto(reverse("screening:section", args=[screening.pk, "XS"]))
    yield found
    found.context.set_offline(True)  # a save of a page that is closed would meet the emptying of the tables
    found.close()


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    def tell(fault: str, typed: str, found: str) -> None:
        with capsys.disabled():
            print(f"\n{fault:<28} typed {len(typed.strip()):>4}   found {len(found):>4}")  # noqa: T201

    return tell


def kept(screening: Screening) -> str:
    with keys.opened():
        part = SectionAnswers.objects.filter(screening=screening, code="XS").first()
        return part.entries.get("XS2", {}).get("note", "") if part else ""


def settled(screening: Screening) -> str:
    """What is kept once no request that had left already is still at work."""
    found, before = kept(screening), None
    while found != before:
        time.sleep(1)
        found, before = kept(screening), found
    return found


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text(words, timeout=15_000)


def keeps_nothing(page: Page) -> None:
    assert page.evaluate(STORES) == []
    assert WORDS[:20] not in json.dumps(page.context.storage_state(indexed_db=True))


def test_a_dropped_connection(context: BrowserContext, section: Page, screening: Screening, report: Report) -> None:
    section.locator(NOTE).press_sequentially(WORDS)
    context.set_offline(True)
    section.locator(NOTE).press_sequentially(WORDS)
    says(section, "Not saved: no connection. Keep this page open")
    keeps_nothing(section)
    context.set_offline(False)
    says(section, "Saved ")
    report("Dropped connection", WORDS * 2, kept(screening))
    assert kept(screening) == (WORDS * 2).strip()


def test_a_killed_tab(context: BrowserContext, section: Page, screening: Screening, report: Report) -> None:
    """The tab is gone in the middle of typing: nobody is asked, and no last request leaves it."""
    section.locator(NOTE).focus()
    began, at = time.monotonic(), list[float]()
    while time.monotonic() - began < TYPING:
        section.keyboard.type("a")
        at.append(time.monotonic())
        section.wait_for_timeout(150)
    ended = time.monotonic()
    context.set_offline(True)
    section.close(run_before_unload=False)
    typed, found = "a" * len(at), settled(screening)
    context.set_offline(False)
    report("Killed tab", typed, found)
    assert len(found) >= sum(1 for moment in at if moment < ended - LOSABLE)
    again = context.new_page()
    again.goto(reverse("screening:section", args=[screening.pk, "XS"]))
    assert again.locator(NOTE).input_value() == found
    keeps_nothing(again)


def test_an_ended_session(context: BrowserContext, section: Page, screening: Screening, report: Report) -> None:
    """The row of the session is gone; signed in again in another tab, the page that is still open is sent."""
    Session.objects.all().delete()
    section.locator(NOTE).press_sequentially(WORDS)
    says(section, "you are signed out")
    assert kept(screening) == ""
    keeps_nothing(section)
    other = context.new_page()
    other.goto("/accounts/login/")
    other.get_by_label("Email").fill(screening.started_by.email)
    other.get_by_label("Password").fill(demo.PASSWORD)
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url(lambda url: "login" not in url)
    section.get_by_role("button", name="Save and go to the list").click()
    section.get_by_role("button", name="Send it now").click()
    section.wait_for_url("**/screenings/**")
    report("Ended session", WORDS, kept(screening))
    assert kept(screening) == WORDS.strip()


def test_two_tabs_of_one_section(context: BrowserContext, section: Page, screening: Screening, report: Report) -> None:
    """The second to save is told; what both typed is still there, one on the server and one on its page."""
    other = context.new_page()
    other.goto(section.url)
    other.locator(NOTE).fill("From the other tab.")
    says(other, "Saved ")
    section.locator(NOTE).fill(WORDS)
    says(section, "saved in another tab")
    assert kept(screening) == "From the other tab."
    section.get_by_role("button", name="Save and continue").click()
    expect(section.get_by_role("heading", name="What was saved meanwhile")).to_be_visible()
    assert "From the other tab." in section.locator("main").inner_text()
    assert section.locator(NOTE).input_value() == WORDS
    keeps_nothing(section)
    section.locator(NOTE).fill(f"{WORDS}From the other tab.")
    says(section, "Saved ")
    report("Two tabs", f"{WORDS}From the other tab.", kept(screening))
    assert kept(screening) == f"{WORDS}From the other tab."


def test_a_slow_net(context: BrowserContext, section: Page, screening: Screening, report: Report) -> None:
    session = context.new_cdp_session(section)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    began = time.monotonic()
    section.locator(NOTE).press_sequentially(WORDS, delay=20)
    assert "Saved" not in section.locator("[data-save-state]").inner_text()
    says(section, "Saved ")
    assert time.monotonic() - began < LOSABLE
    report("400 kbit/s, 400 ms", WORDS, kept(screening))
    assert kept(screening) == WORDS.strip()
    keeps_nothing(section)


def answer_lost(route: Route) -> None:
    """It arrives and is done, and the phone is offline when the answer comes."""
    route.fetch(max_redirects=0)
    route.abort("internetdisconnected")


def test_refer_now_pressed_again_after_the_answer_was_lost_is_one_referral(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/refer-now/")
    page.get_by_label("What was seen or said?").fill(WORDS)
    page.route("**/refer-now/", answer_lost, times=1)
    page.get_by_role("button", name="Send to HART now").click()
    expect(page.locator("[data-send-state]")).to_contain_text("press again")
    assert Referral.objects.count() == 1
    assert page.get_by_label("What was seen or said?").input_value() == WORDS
    keeps_nothing(page)
    page.get_by_role("button", name="Send to HART now").click()
    expect(page.locator("h1")).to_have_text("Sent to HART")
    assert Referral.objects.count() == 1


def test_a_signature_pressed_again_after_the_answer_was_lost_is_one_referral(
    context: BrowserContext, screening: Screening
) -> None:
    with trail.acting("test"):
        draft = story.answered(remade(screening), screening.started_by, "3")
        drafts.save(draft, {"what_seen": WORDS}, by=screening.started_by)
    page = context.new_page()
    page.goto(reverse("referrals:check", args=[draft.pk]))
    page.locator("label", has_text="This is what I know today").click()
    page.route("**/sign/", answer_lost, times=1)
    page.get_by_role("button", name="Sign and send to HART").click()
    expect(page.locator("[data-send-state]")).to_contain_text("press again")
    page.get_by_role("button", name="Sign and send to HART").click()
    expect(page.locator("h1")).to_have_text("Sent to HART")
    assert Referral.objects.count() == 1


def remade(screening: Screening) -> Screening:
    screening.sections.all().delete()
    return screening
