"""From the determination on: services, monitoring, searching, the reasons that ask for more, and opening it again."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from audit import clock
from duties.models import Duty
from referrals.models import Referral
from referrals.services import acts, clocks, moves
from referrals.services.moves import ClosingRefused, MoveRefused
from tests.clock import later
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, reread, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def made(people: Cast, *names: str, referral: Referral | None = None) -> Referral:
    said = {
        "determine": {"words": "A phone.", "choice": "at_risk"},
        "monitor": {"choice": "review_30"},
        "search": {"words": "Nobody has seen them."},
        "found": {"words": "At an aunt's."},
        "close": {"words": "All is in place.", "choice": "stable"},
        "not_accept": {"words": "Another matter."},
        "reopen": {"words": "They called again."},
    }
    referral = referral or sent(people, "3")
    for name in names:
        referral = moves.move(referral, name, by=people.liaison, **said.get(name, {}))
    return referral


def grown(people: Cast) -> Referral:
    """Of somebody who is 20."""
    youth = young_person(people, birth_date=dt.date(clock.now().year - 20, 1, 1))
    return made(people, "acknowledge", "determine", referral=sent(people, "3", youth=youth))


def reviews(referral: Referral) -> list[Duty]:
    return list(Duty.objects.about("referral", referral.pk).filter(action=clocks.REVIEW).open())


def test_each_review_of_whoever_is_searched_for_brings_the_next_one(people: Cast) -> None:
    referral = made(people, "acknowledge", "search")
    (review,) = reviews(referral)
    assert (review.clock, review.owner_role) == ("review_7", "hart")
    assert reread(referral).next_due is not None
    acts.do(review, by=people.liaison, at=clock.now(), how="Asked at school.")
    (again,) = reviews(referral)
    assert (again.clock, again.pk == review.pk) == ("review_7", False)
    acts.do(review, by=people.liaison, at=clock.now(), how="Asked at school.")
    assert reviews(referral) == [again]
    made(people, "found", referral=referral)
    assert reviews(referral) == []


def test_a_determination_may_set_the_next_review_and_monitoring_sets_another(people: Cast) -> None:
    referral = made(people, "acknowledge")
    details = {"review": "review_14"}
    moves.move(referral, "determine", by=people.liaison, words="A phone.", choice="at_risk", details=details)
    assert [review.clock for review in reviews(referral)] == ["review_14"]
    referral = made(people, "begin_services", "monitor", referral=referral)
    (review,) = reviews(referral)
    assert review.clock == "review_30"
    acts.do(review, by=people.liaison, at=clock.now(), how="Went well.")
    assert [review.clock for review in reviews(referral)] == ["review_30"]
    assert "HART&#x27;s next review" in shown(as_(people.worker), "receipt", referral.pk)
    made(people, "close", referral=referral)
    assert reviews(referral) == []


def test_whoever_aged_out_is_handed_to_a_named_adult_service_or_there_is_none(people: Cast) -> None:
    referral = grown(people)
    said = {"words": "They are 20.", "choice": "aged_out"}
    for details in ({}, {"adult_service": "Bloom", "no_adult_service": True}):
        with pytest.raises(ClosingRefused, match="one of the two"):
            moves.move(referral, "close", by=people.liaison, **said, details=details)
    url = reverse("referrals:move", args=[referral.pk, "close"])
    client, typed = as_(people.liaison), {"close-choice": "aged_out", "close-words": "They are 20."}
    page = client.post(url, typed).content.decode()
    assert "one of the two" in page
    assert "They are 20." in page
    assert client.post(url, {**typed, "close-adult_service": "Bloom, Hartford"}).status_code == 302
    assert reread(referral).adult_service == "Bloom, Hartford"


def test_a_duplicate_names_the_referral_that_goes_on(people: Cast) -> None:
    referral, other = made(people, "acknowledge", "determine"), sent(people, "3", youth=young_person(people))
    url = reverse("referrals:move", args=[referral.pk, "close"])
    client, typed = as_(people.liaison), {"close-choice": "duplicate", "close-words": "The same."}
    wrong = re.sub(r".$", "2" if other.reference[-1] != "2" else "3", other.reference)
    for reference, sentence in (
        ("", "Enter the reference of the referral that goes on."),
        (wrong, "One character of this reference is wrong"),
        ("HR-2222-2222", "There is no referral with this reference."),
    ):
        assert sentence in client.post(url, {**typed, "close-duplicate_of": reference}).content.decode()
    assert client.post(url, {**typed, "close-duplicate_of": referral.reference}).status_code == 409
    assert client.post(url, {**typed, "close-duplicate_of": other.reference.lower()}).status_code == 302
    assert reread(referral).duplicate_of == other


def test_what_has_ended_is_opened_again_and_its_clock_starts(people: Cast) -> None:
    referral = made(people, "acknowledge", "determine", "close")
    later("2 days")
    referral = moves.move(referral, "reopen", by=people.second, words="They called again.")
    assert (referral.status, referral.closing, referral.ended_at) == ("in_review", "", None)
    assert referral.liaison == people.second
    (determination,) = Duty.objects.about("referral", referral.pk).filter(clock="determination").open()
    assert determination.started_at == clock.now()
    assert "They called again." in shown(as_(people.worker), "receipt", referral.pk)


def test_nothing_is_opened_again_beside_one_that_is_open(people: Cast) -> None:
    first = made(people, "acknowledge", "not_accept")
    second = sent(people, "4", youth=first.youth)
    with pytest.raises(MoveRefused, match=second.reference):
        moves.move(first, "reopen", by=people.liaison, words="Again.")
