"""HART's day by keyboard alone: a referral worked from the queue to its closing, and what the caseworker sees of it.

What it takes is counted: pages opened, presses that send something or go on, and fields that are filled in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from audit import trail
from referrals.models import Referral
from tests.browser.conftest import Opened
from tests.browser.keyboard import KeyboardUser
from tests.browser.site import Site
from tests.clock import later
from tests.referrals import story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

NAMES = ("Zephyrine", "Quillfeather", "Ottoline", "Fernsby")


@dataclass
class Effort:
    pages: int = 0
    presses: int = 0
    inputs: int = 0

    def __str__(self) -> str:
        return f"{self.pages} pages, {self.presses} presses, {self.inputs} inputs"


class Counted(KeyboardUser):
    """``effort`` is what was done since it was last taken."""

    effort = Effort()

    def taken(self) -> Effort:
        found, self.effort = self.effort, Effort()
        return found

    def goes_on(self, key: str = "Enter") -> None:
        super().goes_on(key)
        self.effort.pages += 1
        self.effort.presses += 1

    def unfolds(self, summary: str) -> None:
        self.tabs_to(summary, tag="summary")
        self.presses("Enter")
        self.effort.presses += 1

    def types(self, label: str, words: str, *, group: str = "") -> None:
        super().types(label, words, group=group)
        self.effort.inputs += 1

    def picks(self, label: str, option: str, *, group: str = "") -> None:
        super().picks(label, option, group=group)
        self.effort.inputs += 1

    def chooses(self, question: str, answer: str) -> None:
        super().chooses(question, answer)
        self.effort.inputs += 1


@dataclass
class Day:
    people: story.Cast
    referral: Referral
    liaison: Counted
    worker: Counted

    def worker_sees(self, *words: str) -> None:
        self.worker.opens(f"/referrals/{self.referral.pk}/receipt/")
        for said in words:
            assert self.worker.sees(said), said


@pytest.fixture
def day(opened: Opened, site: Site) -> Iterator[Day]:
    with trail.acting("test"):
        people = story.cast()
        referral = story.sent(people, "3", what_seen="A car waits.", whom_not_to_call="The uncle.")
    liaison, worker = (Counted(opened(one), site.url, names=NAMES) for one in (people.liaison, people.worker))
    yield Day(people, referral, liaison, worker)
    assert liaison.said_of_faults() == ""
    assert worker.said_of_faults() == ""


@pytest.mark.slow
def test_a_referral_is_worked_to_its_end_and_each_answer_reaches_the_caseworker(
    day: Day, pytestconfig: pytest.Config
) -> None:
    """``--triaged``: so many more are taken and determined one after the other."""
    told = {}
    day.liaison.opens("/inbox/new/")
    day.liaison.taken()
    told["to understand it (60 s)"] = it_is_understood(day)
    told["to acknowledge and take it (one press)"] = it_is_taken(day)
    told["a first human answer (two hours at level 4)"] = it_is_asked_about(day)
    told["to triage it (five minutes)"] = it_is_determined(day)
    told["services to closing"] = it_is_served_and_closed(day)
    told["a report from outside (four minutes)"] = one_comes_from_outside(day)
    told["to find what is late (never hidden)"] = the_late_one_is_found(day)
    if number := pytestconfig.getoption("--triaged"):
        told[f"{number} more triaged"] = the_others_are_triaged(day, number)
    for what, effort in told.items():
        print(f"{what:<48} {effort}")  # noqa: T201
    assert told["to acknowledge and take it (one press)"].presses == 1
    assert told["to understand it (60 s)"].pages == 1


def it_is_understood(day: Day) -> Effort:
    """One page says whom not to call, what was seen and why this level."""
    day.liaison.follows(day.referral.reference)
    for said in ("The uncle.", "A car waits.", "Careline", "Whom not to call"):
        assert day.liaison.sees(said), said
    return day.liaison.taken()


def it_is_taken(day: Day) -> Effort:
    day.liaison.pushes("Acknowledge and take")
    day.worker_sees(f"{day.people.liaison.name} has it")
    return day.liaison.taken()


def it_is_asked_about(day: Day) -> Effort:
    """The worker gets exactly the question, and HART the answer."""
    day.liaison.follows("Ask for information")
    day.liaison.types("Anything else", "Which car was it?")
    day.liaison.pushes("Ask the referrer")
    asked = day.liaison.taken()
    day.worker_sees("HART asks you")
    day.worker.follows("Answer HART's questions")
    assert day.worker.sees("Which car was it?")
    day.worker.types("Your answer", "A blue one.")
    day.worker.pushes("Send the answers to HART")
    day.liaison.opens(f"/referrals/{day.referral.pk}/")
    assert day.liaison.sees("A blue one.")
    return asked


def it_is_determined(day: Day) -> Effort:
    day.liaison.follows("Record the determination")
    day.liaison.chooses("Determination", "Suspected")
    day.liaison.types("Reasons", "What her friend wrote.")
    day.liaison.types("For the referrer", "Keep her first counselor.")
    day.liaison.pushes("Record the determination")
    effort = day.liaison.taken()
    day.worker_sees("Suspected, facing high risk", "Help is offered", "Keep her first counselor.")
    assert not day.worker.sees("What her friend wrote.")
    return effort


def it_is_served_and_closed(day: Day) -> Effort:
    day.liaison.follows("Record a service")
    day.liaison.picks("Which kind of help?", "Long-term")
    day.liaison.chooses("What came of it?", "Accepted")
    day.liaison.types("What is to be known", "By her first counselor.")
    day.liaison.pushes("Record it")
    day.liaison.pushes("Services begin")
    day.worker_sees("Long-term survivor care", "Services began")
    day.liaison.unfolds("Close")
    day.liaison.chooses("Reason", "Services in place")
    day.liaison.types("In a sentence", "She is well, and knows whom to call.")
    day.liaison.pushes("Close")
    effort = day.liaison.taken()
    day.worker_sees("She is well, and knows whom to call.")
    day.worker.unfolds("Was this answer useful?")
    day.worker.chooses("Was HART's answer useful", "Yes")
    day.worker.pushes("Tell HART")
    day.liaison.opens(f"/referrals/{day.referral.pk}/")
    assert day.liaison.sees("Whether HART's answer was useful: Yes")
    return effort


def one_comes_from_outside(day: Day) -> Effort:
    day.liaison.opens("/inbox/new/")
    day.liaison.taken()
    day.liaison.follows("Enter a report from outside")
    day.liaison.picks("From whom?", "Hospital")
    day.liaison.chooses("How did it come?", "By phone")
    day.liaison.types("Who reported it", "Nurse Nobody")
    day.liaison.types("Number to call them back", "860-555-0143")
    day.liaison.types("What do they say?", "A man buys her phones.")
    day.liaison.types("Name, or what", "Ottoline Fernsby")
    day.liaison.types("Age", "15")
    day.liaison.chooses("Are they safe tonight?", "Yes")
    day.liaison.pushes("Put it into the queue")
    assert day.liaison.sees("A man buys her phones.")
    assert day.liaison.sees("Nurse Nobody")
    return day.liaison.taken()


def the_late_one_is_found(day: Day) -> Effort:
    with trail.acting("test"):
        late = story.sent(day.people, "3", youth=story.young_person(day.people, legal_first="Marigold"))
    later("10 days")
    day.liaison.opens("/inbox/new/")
    day.liaison.taken()
    day.liaison.follows("Overdue")
    assert day.liaison.sees(late.reference)
    assert day.liaison.sees("overdue by")
    return day.liaison.taken()


def the_others_are_triaged(day: Day, number: int) -> Effort:
    """Taken from the list, read, determined, one after the other."""
    with trail.acting("test"):
        sent = [
            story.sent(
                day.people, "34"[count % 2], youth=story.young_person(day.people, legal_first=f"Marigold{count}")
            )
            for count in range(number)
        ]
    day.liaison.taken()
    for referral in sent:
        day.liaison.opens("/inbox/new/")
        day.liaison.follows(referral.reference)
        day.liaison.pushes("Acknowledge and take")
        day.liaison.follows("Record the determination")
        day.liaison.chooses("Determination", "At risk")
        day.liaison.types("Reasons", "What the school saw.")
        day.liaison.pushes("Record the determination")
    assert not Referral.objects.filter(pk__in=[one.pk for one in sent]).exclude(status="determined").exists()
    return day.liaison.taken()
