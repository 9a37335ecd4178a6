"""After an interruption back to the same field, and nothing is typed again. Signing in itself is not counted."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from audit import trail
from dmst import demo
from dmst.kept import key_hash
from dmst.models import EndedSession
from screening import services
from screening.models import Screening
from tests.browser.conftest import Opened
from tests.browser.story.player import Player
from tests.referrals import story as people

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

TARGET: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "story.yaml").read_text())["targets"]["interruption"]
TYPED = "Two nights away that nobody can account for."
NOTE = "[name=MH2_note]"


@pytest.fixture
def draft(transactional_db: None) -> Screening:
    with trail.acting("test"):
        cast = people.cast()
        found = services.start(people.young_person(cast), by=cast.worker)
        services.save_start(found, trigger="return", gates=people.MINOR, by=cast.worker)
        cast.worker.set_password(demo.PASSWORD)
        cast.worker.save()
        return found


@pytest.fixture(params=(360, 1280))
def context(request: pytest.FixtureRequest, opened: Opened, draft: Screening) -> BrowserContext:
    width: int = request.param
    draft.started_by.refresh_from_db()
    return opened(draft.started_by, viewport={"width": width, "height": 740})


@pytest.fixture
def worker(context: BrowserContext, draft: Screening) -> Iterator[Player]:
    assert context.pages == []
    player = Player(context, 360)
    player.opens(f"/screenings/{draft.pk}/section/MH/")
    player.answers("MH2", "Possible")
    yield player
    player.page.close()


def saved(page: Page) -> None:
    expect(page.locator("[data-save-state]")).to_contain_text("Saved ")


def signs_in(worker: Player, draft: Screening) -> None:
    worker.page.get_by_label("Email").fill(draft.started_by.email)
    worker.page.get_by_label("Password").fill(demo.PASSWORD)
    worker.pushes("Sign in")


def test_after_signing_out(worker: Player, draft: Screening) -> None:
    worker.fills("MH2_note", TYPED)
    saved(worker.page)
    worker.page.locator("form[action$='logout/'] button").evaluate("button => button.click()")
    worker.page.wait_for_url("**/login/**")
    signs_in(worker, draft)
    comes_back_by_the_list(worker)


def test_after_the_tab_was_closed(worker: Player, context: BrowserContext) -> None:
    worker.fills("MH2_note", TYPED)
    saved(worker.page)
    worker.page.close(run_before_unload=False)
    worker.page = context.new_page()
    worker.opens("/")
    comes_back_by_the_list(worker)


def comes_back_by_the_list(worker: Player) -> None:
    count = worker.begins()
    worker.goes(worker.page.get_by_role("link", name="Screening of").first)
    is_back(worker)
    assert count.seconds <= TARGET["seconds"]
    assert len(count.retyped) <= TARGET["retyped"]


def test_after_the_session_ended_while_it_was_typed_in(worker: Player, draft: Screening) -> None:
    saved(worker.page)
    end_sessions(worker.page.context)
    worker.fills("MH2_note", TYPED)
    expect(worker.page.locator("[data-save-state]")).to_contain_text("you are signed out")
    worker.page.get_by_role("link", name="Sign in").click()
    worker.page.wait_for_url("**/login/**")
    signs_in(worker, draft)
    count = worker.begins()
    worker.pushes("Send it now")
    is_back(worker)
    assert count.seconds <= TARGET["seconds"]
    assert len(count.retyped) <= TARGET["retyped"]


def end_sessions(context: BrowserContext) -> None:
    """The row is gone, as after the cleaning of old ones; whose it was is remembered, as at every end."""
    for session in Session.objects.all():
        EndedSession.objects.create(
            pk=key_hash(session.pk), user_id=session.get_decoded()["_auth_user_id"], ended_at=session.expire_date
        )
        session.delete()


def is_back(worker: Player) -> None:
    worker.page.wait_for_function("document.activeElement.name === 'MH2_note'")
    assert worker.page.locator(NOTE).input_value() == TYPED
