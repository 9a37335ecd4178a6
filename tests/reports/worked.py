"""Seven referrals of one office, in several states: what the figures are counted from in these tests."""

from audit import clock
from referrals.services import moves
from reports import periods
from reports.periods import Period
from tests.referrals.story import Cast, sent, young_person

LEVELS = ("4", "4", "3", "3", "3", "2", "U")


def work(people: Cast) -> Cast:
    """Some taken, some determined, one late, one closed."""
    for number, level in enumerate(LEVELS):
        said = {"legal_first": f"Invented{number}", "gender": ("female", "male", "")[number % 3]}
        referral = sent(people, level, youth=young_person(people, **said), send="yes")
        if number % 2 == 0:
            referral = moves.move(referral, "acknowledge", by=people.liaison)
            referral = moves.move(referral, "start_review", by=people.liaison)
        if number in (0, 2):
            choice = "confirmed" if number else "at_risk"
            referral = moves.move(referral, "determine", by=people.liaison, words="Talked.", choice=choice)
        if number == 0:
            moves.move(referral, "close", by=people.liaison, words="In place.", choice="stable")
    return people


def this_quarter() -> Period:
    return periods.quarter_of(clock.now())
