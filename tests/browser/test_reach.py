"""A thumb, a narrow phone and large text: what can be pressed is large enough, and no page of the flow scrolls sideways.

The pages are looked at as they come: empty, filled in, in error, and with the session ended under the open page.
"""

from collections.abc import Iterator, Sequence

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Page, expect

from audit import trail
from referrals.models import Referral
from referrals.services import moves
from screening import services
from screening.models import Screening
from tests.browser.accessibility import reaching_out, violations
from tests.browser.conftest import Opened
from tests.referrals import story
from youth.services import search

pytestmark = [
    pytest.mark.browser, pytest.mark.slow, pytest.mark.unrecorded,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]  # fmt: skip

TOUCH = 44  # CSS pixels
WIDTHS = (320, 768, 1280)
PHONE = {"width": 360, "height": 740}
LARGE_TEXT = {"width": 640, "height": 740}
# What is pressed with a thumb: of a radio button or box its label. Links inside running text are exempt (WCAG 2.5.8).
TOO_SMALL = """(least) => {
    const inText = (e) => e.matches("a") && getComputedStyle(e).display === "inline"
        && [...e.parentElement.childNodes].some((n) => n !== e && n.textContent.trim());
    const seen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: false}) && !e.closest(".usa-sr-only");
    const pressed = (e) => (["radio", "checkbox"].includes(e.type) && e.labels[0]) || e;
    const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
    return [...new Set([...all].map(pressed))].filter((e) => seen(e) && !inText(e)).map((e) => {
        const {width, height} = e.getBoundingClientRect();
        const words = (e.innerText || e.name || e.getAttribute("aria-label") || "").trim().slice(0, 40);
        return {width, height, said: `${e.tagName.toLowerCase()} "${words}" is ${Math.round(width)} x ${Math.round(height)}`};
    }).filter(({width, height}) => width + 0.5 < least || height + 0.5 < least).map(({said}) => said);
}"""


@pytest.fixture
def people(transactional_db: None) -> story.Cast:
    with trail.acting("test"):
        return story.cast()


@pytest.fixture
def page(opened: Opened, people: story.Cast) -> Iterator[Page]:
    found = opened(people.worker).new_page()
    found.on("dialog", lambda dialog: dialog.accept())
    yield found
    found.context.set_offline(True)  # a save of a page that is closed would meet the emptying of the tables
    found.close()


@pytest.fixture
def places(people: story.Cast) -> dict[str, str]:
    """The pages of the flow, by name."""
    with trail.acting("test"):
        sent = story.sent(people, "4", what_seen="A car that waits.")
        draft = story.screened(story.young_person(people, legal_first="Marigold"), people.worker, "3")
        services.add_source(draft, source_type="school", information_date=None, who="Counselor", by=people.worker)
        saved = search({"name": "Ottoline Fernsby", "birth_date": None, "number": ""}, by=people.worker)
    return {
        "today": "/my-day/",
        "refer now": "/refer-now/",
        "write it down": "/screenings/write-down/",
        "search": "/young-people/",
        "results": reverse("referrals:results", args=[saved.pk]),
        "new": reverse("youth:new", args=[saved.pk]),
        "profile": reverse("referrals:youth", args=[sent.youth_id]),
        "start": reverse("screening:start-page", args=[draft.pk]),
        "tasks": reverse("screening:tasks", args=[draft.pk]),
        "section": reverse("screening:section", args=[draft.pk, "XS"]),
        "other section": reverse("screening:section", args=[draft.pk, "PR"]),
        "result": reverse("screening:result", args=[draft.pk]),
        "raise": reverse("screening:raise", args=[draft.pk]),
        "told": reverse("screening:told", args=[draft.pk]),
        "fields": reverse("referrals:fields", args=[draft.pk]),
        "danger": f"/danger/?screening={draft.pk}",
        "receipt": reverse("referrals:receipt", args=[sent.pk]),
    }


def test_what_can_be_pressed_is_large_enough_for_a_thumb(page: Page, places: dict[str, str]) -> None:
    page.set_viewport_size(PHONE)
    small = {name: said for name, path in places.items() if (said := too_small(page, path))}
    lines = [f"{name}: {one}" for name, said in small.items() for one in said]
    assert not lines, "\n".join(lines)


def too_small(page: Page, path: str) -> list[str]:
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    found: list[str] = page.evaluate(TOO_SMALL, TOUCH)
    return found


def test_no_page_scrolls_sideways_with_text_at_200_percent(page: Page, places: dict[str, str]) -> None:
    page.set_viewport_size(LARGE_TEXT)
    wide = {}
    for name, path in places.items():
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide[name] = reaching_out(page)
    assert {name: said for name, said in wide.items() if said} == {}


def faults(page: Page) -> list[str]:
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        found += [f"at {width}: {one}" for one in (*reaching_out(page), *violations(page))]
    return found


def test_the_pages_are_accessible_empty_filled_and_in_error(page: Page, people: story.Cast) -> None:
    with trail.acting("test"):
        draft = services.start(story.young_person(people), by=people.worker)
        services.save_start(draft, trigger="allegation", gates=story.MINOR, by=people.worker)
    found = {}
    for name, path in (
        ("refer now", "/refer-now/"),
        ("write it down", "/screenings/write-down/"),
        ("section", reverse("screening:section", args=[draft.pk, "XS"])),
    ):
        page.goto(path)
        found[f"{name}, empty"] = faults(page)
        fill_in(page, leave_out=("what_seen", "captured"))
        found[f"{name}, filled in"] = faults(page)
        with page.expect_navigation():
            page.locator("main form button.usa-button--big").first.click()
        expect(page.locator(".error-summary")).to_be_visible()
        found[f"{name}, in error"] = faults(page)
    assert {name: said for name, said in found.items() if said} == {}
    assert not Referral.objects.exists()


def fill_in(page: Page, *, leave_out: Sequence[str]) -> None:
    for box in page.locator("main textarea:visible, main input[type=text]:visible").all():
        if box.get_attribute("name") not in (*leave_out, "age"):
            box.fill("Invented words of some length, as somebody types them.")
    for group in page.locator("main fieldset").all():
        group.locator("label").nth(min(1, group.locator("label").count() - 1)).click()


def test_the_pages_of_what_is_locked_are_accessible(page: Page, people: story.Cast) -> None:
    """A draft that a colleague has, an old tab of one that was signed, and a referral that is closed."""
    with trail.acting("test"):
        handed = story.screened(story.young_person(people), people.worker, "3")
        services.hand(handed, to=people.supervisor, by=people.worker)
        sent = story.sent(people, "4", youth=story.young_person(people))
        moves.move(sent, "acknowledge", by=people.liaison)
        moves.move(sent, "determine", by=people.liaison, words="What the school saw.", choice="at_risk")
        moves.move(sent, "close", by=people.liaison, words="Told.", choice="stable")
        old = story.screened(story.young_person(people), people.worker, "3")
    found = {}
    page.goto(reverse("screening:section", args=[handed.pk, "XS"]))
    found["a draft with a colleague"] = faults(page)
    page.goto(reverse("referrals:receipt", args=[sent.pk]))
    found["a closed referral"] = faults(page)
    page.goto(reverse("screening:section", args=[old.pk, "XS"]))
    with trail.acting("test"):
        story.sign(old, people.worker)
    with page.expect_navigation():
        page.locator("main form button.usa-button--big").first.click()
    found["an old tab"] = faults(page)
    assert {name: said for name, said in found.items() if said} == {}


def test_a_page_whose_session_has_ended_is_accessible(page: Page, people: story.Cast) -> None:
    with trail.acting("test"):
        draft = services.start(story.young_person(people), by=people.worker)
        services.save_start(draft, trigger="allegation", gates=story.MINOR, by=people.worker)
    page.goto(reverse("screening:section", args=[draft.pk, "XS"]))
    Session.objects.all().delete()
    page.locator("[name=XS1_note]").evaluate("box => box.closest('.indicator__more').style.display = 'block'")
    page.locator("[name=XS1_note]").fill("Typed after the end.")
    expect(page.locator("[data-save-state]")).to_contain_text("you are signed out")
    assert faults(page) == []
    assert Screening.objects.get(pk=draft.pk).is_draft
