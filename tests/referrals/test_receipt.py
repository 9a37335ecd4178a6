"""What the referrer sees afterwards: who has it, whom to call, what happened, and HART's questions."""

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Office
from accounts.templatetags.phones import tel
from referrals.models import Referral
from referrals.services import moves
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import ADULT, Cast, screened, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def test_the_receipt_says_who_has_it_whom_to_call_and_by_when(people: Cast) -> None:
    story.put_on_call(people.on_call, "860-555-0177")
    referral = sent(people, "4")
    page = shown(as_(people.worker), "receipt", referral.pk)
    for said in (referral.reference, "860-555-0177", people.liaison.name, "HART acknowledges", "2 h left"):
        assert said in page, said
    assert "Report to the Careline" in page
    assert "DCFHART@ct.gov" in page
    assert "Waiting to leave" in page


def test_without_anybody_on_call_the_receipt_states_the_careline(people: Cast, settings: Any) -> None:
    page = shown(as_(people.worker), "receipt", sent(people, "4").pk)
    assert "Nobody is on HART" in page
    assert tel(settings.CARELINE) in page


def test_nobody_has_it_before_somebody_says_so(people: Cast) -> None:
    referral, client = sent(people, "3"), as_(people.worker)
    page = shown(client, "receipt", referral.pk)
    assert "Sent to HART" in page
    assert "Sent to\n" in page
    assert "HART has it" not in page
    assert "Who has it" not in page
    moves.move(referral, "acknowledge", by=people.liaison)
    page = shown(client, "receipt", referral.pk)
    assert f"{people.liaison.name} has it" in page
    assert "Who has it" in page


@pytest.mark.parametrize(("phone", "said"), [("", "No answer? The Careline"), ("860-555-0100", "central 860-555-0100")])
def test_where_to_call_when_nobody_answers_is_said_with_or_without_a_number_of_central(
    people: Cast, phone: str, said: str
) -> None:
    Office.objects.filter(is_central=True).update(phone=phone)
    story.put_on_call(people.on_call)
    assert said in shown(as_(people.worker), "receipt", sent(people, "4").pk)


def test_the_receipt_follows_what_happens(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.second)
    moves.move(referral, "ask_information", by=people.second, words="Who else is there?")
    client = as_(people.worker)
    page = shown(client, "receipt", referral.pk)
    assert f"{people.second.name} has it" in page
    assert "860-555-0121" in page
    assert "Who else is there?" in page
    client.post(reverse("referrals:answer", args=[referral.pk]), {"answer_information-words": "Nobody."})
    assert Referral.objects.get().status == "in_review"
    assert "Nobody." in shown(client, "receipt", referral.pk)


@pytest.mark.parametrize("words", ["Her aunt may know.", f"Her aunt may know.{'x' * 10_001}"])
def test_an_answer_that_comes_too_late_gives_its_words_back(people: Cast, words: str) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    referral = moves.move(referral, "ask_information", by=people.liaison, words="Who else is there?")
    moves.move(referral, "determine", by=people.liaison, words="Enough is known.", choice="suspected")
    client = as_(people.worker)
    answer = client.post(reverse("referrals:answer", args=[referral.pk]), {"answer_information-words": words})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Her aunt may know." in page
    assert "This is now: Determined." in page
    back = reverse("referrals:open", args=[referral.pk])
    assert f'href="{back}"' in page
    assert client.get(back, follow=True).status_code == 200
    assert not referral.steps.filter(move="answer_information").exists()


def test_an_answer_pressed_twice_is_one_answer(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    moves.move(referral, "ask_information", by=people.liaison, words="Who else is there?")
    url, typed = reverse("referrals:answer", args=[referral.pk]), {"answer_information-words": "Nobody."}
    for _ in range(2):
        assert as_(people.worker).post(url, typed).status_code == 302
    assert referral.steps.filter(move="answer_information").count() == 1


def test_an_empty_answer_is_not_sent(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    moves.move(referral, "ask_information", by=people.liaison, words="Who else is there?")
    answer = as_(people.worker).post(reverse("referrals:answer", args=[referral.pk]), {"answer_information-words": " "})
    assert "This field is required." in answer.content.decode()
    assert Referral.objects.get().status == "information_asked"


def test_a_consultation_without_identity_has_a_receipt_without_a_name(people: Cast) -> None:
    referral = story.sign(screened(young_person(people), people.worker, "4", gates=ADULT), people.worker)
    assert referral is not None
    for page in (shown(as_(people.worker), "receipt", referral.pk), shown(as_(people.liaison), "detail", referral.pk)):
        assert "Zephyrine" not in page
        assert "without identity" in page
    assert "Z.Q." not in shown(as_(people.worker), "mine")
    assert "Z.Q." not in shown(as_(people.liaison), "inbox", "new")
