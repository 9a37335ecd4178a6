"""Refer now and write it down, by keyboard alone and without a script: what is done standing in a doorway."""

import pytest

from audit import trail
from referrals.models import Referral
from screening.models import Screening
from tests.browser.conftest import Opened
from tests.browser.keyboard import KeyboardUser
from tests.browser.site import Site
from tests.browser.test_without_javascript import Clicker
from tests.referrals import story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

NAME, SEEN = "Ottoline Fernsby", "An older friend who sends money."


@pytest.fixture
def people(transactional_db: None) -> story.Cast:
    with trail.acting("test"):
        return story.cast()


@pytest.fixture
def keyboard(opened: Opened, site: Site, people: story.Cast) -> KeyboardUser:
    """In front of My day."""
    worker = KeyboardUser(opened(people.worker), site.url, names=tuple(NAME.split()))
    worker.opens("/")
    return worker


@pytest.fixture
def clicker(opened: Opened, site: Site, people: story.Cast) -> Clicker:
    worker = Clicker(opened(people.worker, java_script_enabled=False), site.url)
    worker.opens_quietly("/")
    return worker


def test_refer_now_by_keyboard_alone(keyboard: KeyboardUser) -> None:
    keyboard.follows("Refer now, screen later")
    keyboard.types("Name, or what they are called", NAME)
    keyboard.types("Age", "15")
    keyboard.picks("Town", "Hartford")
    keyboard.types("What was seen or said?", SEEN)
    keyboard.chooses("Are they safe tonight?", "No")
    keyboard.chooses("Is a caregiver involved?", "Not known")
    keyboard.types("Where are they now?", "At school.")
    keyboard.pushes("Send to HART now")
    assert keyboard.heading == "Sent to HART"
    keyboard.pushes("Start the screening")
    assert keyboard.heading == "Before you start"
    assert keyboard.said_of_faults() == ""
    assert Referral.objects.get().screenings.count() == 0


def test_write_it_down_and_finish_it_by_keyboard_alone(keyboard: KeyboardUser) -> None:
    keyboard.follows("On the way? Write it down now")
    keyboard.pushes("Keep it")
    assert keyboard.sees("Write what was seen or said, in a few words.")
    keyboard.types("Name, or what they are called", NAME)
    keyboard.types("What was seen or said?", SEEN)
    keyboard.pushes("Keep it")
    assert keyboard.sees("Kept.")
    assert keyboard.said_of_faults() == ""
    assert Screening.objects.get().captured == SEEN


def test_refer_now_without_a_script(clicker: Clicker) -> None:
    clicker.follows("Refer now, screen later")
    clicker.page.get_by_label("Name, or what they are called").fill(NAME)
    clicker.page.get_by_label("Age").fill("fifteen")
    clicker.page.get_by_label("What was seen or said?").fill(SEEN)
    clicker.answers("Are they safe tonight?", "Yes")
    clicker.presses("Send to HART now")
    assert clicker.sees("Write the age in years as a number")
    assert clicker.page.get_by_label("What was seen or said?").input_value() == SEEN
    clicker.page.get_by_label("Age").fill("15")
    clicker.presses("Send to HART now")
    assert clicker.heading == "Sent to HART"
    assert clicker.sees(Referral.objects.get().reference)
    assert clicker.said_of_faults() == ""


def test_write_it_down_without_a_script(clicker: Clicker) -> None:
    clicker.follows("Write it down now")
    clicker.page.get_by_label("Name, or what they are called").fill(NAME)
    clicker.page.get_by_label("What was seen or said?").fill(SEEN)
    clicker.presses("Keep it")
    assert Screening.objects.get().captured == SEEN
    assert clicker.said_of_faults() == ""
