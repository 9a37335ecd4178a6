"""Which reasons close a referral of whom."""

import datetime as dt
import itertools

import pytest

from audit import clock
from referrals.choices import Closing
from referrals.closing import Standing, why_refused
from referrals.models import Referral
from referrals.services import moves
from referrals.services.moves import ClosingRefused
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, missing, reread, sent, young_person
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")
REFUSED = {  # reason -> the standings (is an adult, is missing now) that refuse it
    "unable_to_locate": {(False, False), (False, True), (True, True)},
    "declined": {(False, False), (False, True)},
    "aged_out": {(False, False), (False, True)},
}


@pytest.mark.parametrize("reason", Closing.values)
def test_each_reason_in_each_standing(reason: str) -> None:
    standings = itertools.product((False, True), repeat=2)
    refused = {standing for standing in standings if why_refused(reason, Standing(*standing))}
    assert refused == REFUSED.get(reason, set())


def aged(people: Cast, age: int | None) -> Youth:
    if age is None:
        return young_person(people, birth_date=None, birth_known="unknown")
    return young_person(people, birth_date=dt.date(clock.now().year - age, 1, 1))


def determined(people: Cast, youth: Youth) -> Referral:
    referral = moves.move(sent(people, "3", youth=youth), "acknowledge", by=people.liaison)
    return moves.move(referral, "determine", by=people.liaison, words="A phone.", choice="at_risk")


@pytest.mark.parametrize(
    ("age", "reason"), [(15, "unable_to_locate"), (None, "unable_to_locate"), (15, "declined"), (None, "declined")]
)
def test_who_may_be_a_minor_is_not_closed_so(people: Cast, age: int | None, reason: str) -> None:
    referral = determined(people, aged(people, age))
    with pytest.raises(ClosingRefused):
        moves.move(referral, "close", by=people.liaison, words="Nobody answers.", choice=reason)
    assert reread(referral).status == "determined"


def test_an_adult_who_is_missing_is_looked_for_until_they_are_back(people: Cast) -> None:
    youth = aged(people, 20)
    referral, episode = determined(people, youth), missing(youth, by=people.worker)
    url = f"/referrals/{referral.pk}/close/"
    typed = {"close-choice": "unable_to_locate", "close-words": "Nobody answers."}
    page = as_(people.liaison).post(url, typed).content.decode()
    assert "choose to go on searching" in page
    assert "Nobody answers." in page
    episode.ended_at = clock.now()
    episode.save()
    assert as_(people.liaison).post(url, typed).status_code == 302
    assert reread(referral).status == "closed"


def test_an_adult_may_decline(people: Cast) -> None:
    referral = determined(people, aged(people, 20))
    closed = moves.move(referral, "close", by=people.liaison, words="They do not want it.", choice="declined")
    assert closed.closing == "declined"
