"""The story of story.yaml, played on a phone and on a laptop; what it costs is printed and held against its targets."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from audit import clock, trail
from referrals.models import Referral
from screening.models import Screening
from tests.browser.conftest import Opened
from tests.browser.story.player import Count, Player
from tests.referrals import story as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

STORY: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "story.yaml").read_text())
TARGETS, WHO = STORY["targets"], STORY["young_person"]
WIDTHS = (360, 1280)


@pytest.fixture
def cast(transactional_db: None) -> people.Cast:
    with trail.acting("test"):
        found = people.cast()
        people.put_on_call(found.on_call)
        return found


@pytest.fixture(params=WIDTHS)
def worker(request: pytest.FixtureRequest, opened: Opened, cast: people.Cast) -> Iterator[Player]:
    player = Player(opened(cast.worker), request.param)
    player.opens("/")
    yield player
    player.page.close()


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Any:
    """Printed whether the test passes or not."""

    def tell(name: str, count: Count) -> None:
        with capsys.disabled():
            print(f"\n{count.in_words(name)}")  # noqa: T201

    return tell


def holds(count: Count, target: dict[str, Any]) -> None:
    assert count.retyped == []
    assert count.screens <= target["screens"], [event for event in count.events if event.kind == "screen"]
    assert count.inputs <= target["inputs"]
    assert count.seconds <= target["seconds"].get(count.width, count.seconds)


def test_refer_now(worker: Player, told: Any) -> None:
    count = worker.begins()
    refers_now(worker)
    told("Refer now", count)
    assert Referral.objects.get().level == ""
    holds(count, TARGETS["refer_now"])


def refers_now(worker: Player) -> None:
    said = STORY["refer_now"]
    worker.follows("Refer now, screen later")
    worker.types("Name, or what they are called", WHO["name"])
    worker.fills("age", str(WHO["age"]))
    worker.picks("Town", WHO["town"])
    worker.types("What was seen or said?", said["what_seen"])
    worker.chooses("Are they safe tonight?", said["safe_tonight"])
    worker.chooses("Is a caregiver involved?", said["caregiver_involved"])
    worker.types("Where are they now?", said["whereabouts"])
    worker.pushes("Send to HART now")
    assert worker.heading == "Sent to HART"


def test_a_full_screening_of_somebody_new_with_its_referral(worker: Player, told: Any) -> None:
    count = worker.begins()
    adds_the_young_person(worker)
    begins_the_screening(worker, danger=True)
    answers_the_pages(worker)
    sends_it(worker, with_words=True)
    told("Full screening of somebody new", count)
    assert Referral.objects.get().level == "3"
    holds(count, TARGETS["full_screening"])


def test_a_full_screening_after_refer_now_joins_it(worker: Player, told: Any) -> None:
    """What the referral says is not typed again."""
    refers_now(worker)
    before = worker.count.events.copy()
    count = worker.begins()
    worker.pushes("Start the screening")
    begins_the_screening(worker, danger=False)
    answers_the_pages(worker)
    sends_it(worker, with_words=False)
    told("Full screening after refer now", count)
    assert Referral.objects.get().level == "3"
    holds(count, TARGETS["full_screening"])
    assert Count(count.width, before + count.events).retyped == []


def adds_the_young_person(worker: Player) -> None:
    worker.follows("Find a young person to screen")
    worker.types("Name", WHO["name"])
    worker.picks("Month", WHO["birth_date"]["Month"])
    worker.types("Day", WHO["birth_date"]["Day"])
    worker.types("Year", str(clock.now().year - WHO["age"]))
    worker.pushes("Search")
    worker.follows("Add a new young person")
    worker.types("Safe way and time", WHO["safe_contact"])
    worker.picks("DCF status", WHO["status"])
    worker.picks("Town of residence", WHO["town"])
    worker.pushes("Save and screen this young person")


def begins_the_screening(worker: Player, *, danger: bool) -> None:
    start = STORY["start"]
    assert worker.heading == "Before you start"
    worker.picks("Why this screening now?", start["trigger"])
    worker.chooses("Missing status", start["missing"])
    if worker.page.locator("[name=G1]:checked").count() == 0:
        worker.chooses("Age today", "13 to 17")
    if worker.page.locator("[name=G3]:checked").count() == 0:
        worker.chooses("DCF status", WHO["status"])
    if worker.page.locator("[name=G5]:checked").count() == 0:
        worker.chooses("Is anyone in danger", start["danger"])
    worker.pushes("Save and continue")


def answers_the_pages(worker: Player) -> None:
    pages = STORY["screening"]
    for page, following in zip(pages, [*pages[1:], None], strict=True):
        for code, answer in page["answers"].items():
            worker.answers(code, answer)
            if answer == "Possible" and not page.get("first_source"):
                worker.page.locator(f"#q-{code} .indicator__more label").filter(has_text="School").first.click()
        for code, words in page.get("note", {}).items():
            worker.fills(f"{code}_note", words)
        if page.get("first_source"):
            names_the_source(worker)
        leaves(worker, following["page"] if following else None)
    assert worker.heading != "Screening"


def names_the_source(worker: Player) -> None:
    if not worker.page.get_by_label("Kind of source").is_visible():
        worker.unfolds("Add a source")
    worker.picks("Kind of source", STORY["source"]["kind"])
    worker.fills("new-who", STORY["source"]["who"])


def leaves(worker: Player, following: str | None) -> None:
    if following is None:
        worker.pushes("All that is left")
    elif following == "XL":
        worker.pushes("Save and continue")
    else:
        worker.unfolds("Save and go to another page")
        worker.goes(worker.page.locator(f"button[formaction='?then={following}']"))


def sends_it(worker: Player, *, with_words: bool) -> None:
    worker.types("What do they say would make things better", STORY["wishes"])
    worker.chooses("Safe tonight, in their own view?", STORY["refer_now"]["safe_tonight"])
    worker.pushes("Save and go on to the referral")
    if with_words:
        worker.fills("what_seen", STORY["refer_now"]["what_seen"])
        worker.fills("whereabouts", STORY["refer_now"]["whereabouts"])
    worker.fills("told_young_person", STORY["told"])
    worker.pushes("Save and check everything")
    worker.page.locator("label", has_text="This is what I know today").click()
    worker.pushes("Sign and send to HART")
    assert worker.heading == "Sent to HART"


def test_the_numbers_to_call(worker: Player, cast: people.Cast, told: Any) -> None:
    with trail.acting("test"):
        draft = people.screened(people.young_person(cast), cast.worker, "3")
    for path in ("/my-day/", "/refer-now/", f"/screenings/{draft.pk}/section/XS/", f"/screenings/{draft.pk}/result/"):
        worker.opens(path)
        count = worker.begins()
        worker.page.locator("main a[href^='/danger/'], [data-safety] a").first.click()
        worker.page.wait_for_url("**/danger/**")
        worker.page.evaluate("addEventListener('click', (event) => event.preventDefault())")
        worker.page.locator("main a[href='tel:911']").click()
        told(f"Numbers to call from {path.rstrip('/').rpartition('/')[2]}", count)
        assert count.presses <= TARGETS["numbers_to_call"]["presses"]
        assert count.seconds <= TARGETS["numbers_to_call"]["seconds"]


def test_they_have_told_me(worker: Player, cast: people.Cast, told: Any) -> None:
    """From the first page on: the draft, and one press on it."""
    with trail.acting("test"):
        draft = people.screened(people.young_person(cast), cast.worker, "3")
    worker.opens("/")
    count = worker.begins()
    worker.goes(worker.page.get_by_role("link", name="Screening of").first)
    worker.pushes("They have told me")
    told("They have told me", count)
    draft = Screening.objects.get(pk=draft.pk)
    assert draft.told_me_at
    assert clock.now() - draft.told_me_at < dt.timedelta(seconds=TARGETS["told_me"]["seconds"])
    assert count.seconds <= TARGETS["told_me"]["seconds"]
    assert worker.page.locator("main a[href='tel:911']").is_visible()
