"""The whole story by keyboard alone: a caseworker screens a young person, HART has the referral, the caseworker sees it.

Each page on the way is looked at: axe, the console, the content policy, one main heading, a title that names nobody.
"""

from email.message import EmailMessage

import pytest

from audit import trail
from dmst import demo
from referrals.models import Referral
from tests.browser.conftest import Opened
from tests.browser.keyboard import KeyboardUser
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

FIRST, LAST = "Zephyrine", "Quillfeather"
SAID = "Told me that somebody else keeps the money."
HART_MAILBOX = "DCFHART@ct.gov"


@pytest.fixture
def _given_the_demo_cast(transactional_db: None) -> None:
    with trail.acting("test"):
        demo.seed()


@pytest.mark.slow
@pytest.mark.usefixtures("_given_the_demo_cast")
def test_a_screening_by_keyboard_alone_reaches_hart(opened: Opened, site: Site) -> None:
    worker = KeyboardUser(opened(), site.url, names=(FIRST, LAST))
    when_the_caseworker_adds_a_young_person(worker)
    when_they_answer_what_comes_first(worker)
    when_they_answer_the_signs_of_exploitation(worker)
    when_they_go_through_the_other_pages(worker)
    then_the_result_says_what_to_do(worker)
    when_they_say_what_hart_needs_to_know(worker)
    when_they_check_and_sign(worker)
    then_hart_has_it(worker)
    referral = Referral.objects.get()
    then_a_neutral_mail_lies_in_harts_mailbox(site.deliver_mail(), referral, site)

    liaison = KeyboardUser(opened(), site.url, names=(FIRST, LAST))
    when_the_liaison_takes_it(liaison, referral)
    then_the_caseworker_sees_who_has_it(worker, referral)
    assert worker.said_of_faults() == ""
    assert liaison.said_of_faults() == ""


def when_the_caseworker_adds_a_young_person(worker: KeyboardUser) -> None:
    worker.signs_in(demo.address("worker"), demo.PASSWORD)
    worker.follows("Find a young person to screen")
    worker.types("Name", f"{FIRST} {LAST}")
    worker.picks("Month", "March", group="Birth date")
    worker.types("Day", "4", group="Birth date")
    worker.types("Year", "2011", group="Birth date")
    worker.pushes("Search")
    worker.follows("Add a new young person")
    worker.types("Safe way and time", "In person, at school.")
    worker.picks("DCF status", "Open case")
    worker.pushes("Save the profile")
    assert FIRST in worker.heading
    worker.pushes("Screen this young person")


def when_they_answer_what_comes_first(worker: KeyboardUser) -> None:
    assert worker.heading == "Before you start"
    worker.picks("Why this screening now?", "Somebody")
    worker.chooses("Missing status", "Not missing")
    worker.chooses("Is anyone in danger", "No")
    worker.pushes("Save and continue")


def when_they_answer_the_signs_of_exploitation(worker: KeyboardUser) -> None:
    """A source is entered once, with the first page, and attached on the second by one press."""
    first, *others = questions(worker)
    worker.chooses(first, "Clear")
    worker.types("Note", SAID)
    for question in others:
        worker.chooses(question, "No sign")
    worker.picks("Kind of source", "The young person")
    worker.types("Who", "Told the caseworker")
    worker.pushes("Save and add this source")
    assert worker.sees("Told the caseworker")
    worker.pushes("Save and continue")

    first, *others = questions(worker)
    worker.chooses(first, "Possible")
    worker.ticks("The young person", group="Where this comes from")
    for question in others:
        worker.chooses(question, "No sign")
    worker.pushes("Save and continue")


def questions(worker: KeyboardUser) -> list[str]:
    return [words.split("?")[0] for words in worker.page.locator(".indicator__answer legend").all_inner_texts()]


def when_they_go_through_the_other_pages(worker: KeyboardUser) -> None:
    """One page is answered in one press, taken back, and answered so again; the rest of the list in one more."""
    assert worker.heading.startswith("Screening of")
    worker.follows("Missing episodes")
    worker.pushes("The rest of this page: not known")
    worker.pushes("Undo")
    assert worker.page.locator("input[type=radio]:checked").count() == 0
    first, *_others = questions(worker)
    worker.chooses(first, "No sign")
    worker.pushes("The rest of this page: not known")
    worker.pushes("Save and go to the list")
    worker.pushes("The ")
    worker.follows("See the result")


def then_the_result_says_what_to_do(worker: KeyboardUser) -> None:
    assert worker.sees("Told or evidenced")
    assert "Not validated" in worker.page.content()
    worker.types("What do they say", "Wants to stay at this school.")
    worker.chooses("Safe tonight", "Yes")
    worker.pushes("Save and go on to the referral")


def when_they_say_what_hart_needs_to_know(worker: KeyboardUser) -> None:
    worker.chooses("Are they safe tonight", "Yes")
    worker.types("What happened", "A car that waits every day.")
    worker.types("Number to call you back", "860-555-0100")
    worker.pushes("Save and check everything")


def when_they_check_and_sign(worker: KeyboardUser) -> None:
    assert worker.heading == "Check and sign"
    worker.ticks("This is what I know today")
    worker.pushes("Sign and send to HART")


def then_hart_has_it(worker: KeyboardUser) -> None:
    assert worker.heading == "Sent to HART"
    assert worker.sees(Referral.objects.get().reference)


def then_a_neutral_mail_lies_in_harts_mailbox(mails: list[EmailMessage], referral: Referral, site: Site) -> None:
    mail = next(mail for mail in mails if mail["To"] == HART_MAILBOX)
    assert referral.reference in mail.get_content()
    for each in mails:
        whole = each.as_string()
        assert not [word for word in (FIRST, LAST, SAID, "2011") if word in whole]
        assert f"{site.url}/open/" in each.get_content()


def when_the_liaison_takes_it(liaison: KeyboardUser, referral: Referral) -> None:
    liaison.signs_in(demo.address("liaison"), demo.PASSWORD)
    assert liaison.heading == "Inbox: New"
    liaison.follows(referral.reference)
    assert FIRST in liaison.heading
    liaison.pushes("Acknowledge")
    assert liaison.sees("Lane Sample has it")


def then_the_caseworker_sees_who_has_it(worker: KeyboardUser, referral: Referral) -> None:
    worker.opens("/")
    worker.follows("My referrals")
    worker.follows(referral.reference)
    assert worker.heading == "Lane Sample has it"
    assert worker.sees("Acknowledged")
