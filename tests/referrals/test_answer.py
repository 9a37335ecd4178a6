"""HART's answer as the referrer reads it, and what they say of it."""

import pytest
from django.urls import reverse

from notifications.models import Message, Notice
from referrals.models import Referral
from referrals.services import moves, usefulness
from referrals.services.outcome import NoOutcomeYet
from tests.clock import later
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")


def decided(people: Cast, words: str = "") -> Referral:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    said = {"words": "What her friend wrote.", "choice": "suspected", "details": {"for_referrer": words}}
    return moves.move(referral, "determine", by=people.liaison, **said)  # type: ignore[arg-type]


def say(people: Cast, referral: Referral, choice: str = "partly", words: str = "Which program has room?") -> str:
    url = reverse("referrals:say-useful", args=[referral.pk])
    return as_(people.worker).post(url, {"choice": choice, "words": words}, follow=True).content.decode()


def test_the_referrer_reads_which_it_is_what_it_means_and_words_for_them(people: Cast) -> None:
    referral = decided(people, "Keep her first counselor.")
    receipt = shown(as_(people.worker), "receipt", referral.pk)
    for words in (
        "Suspected, facing high risk</h3>",
        "Help is offered",
        "Keep her first counselor.",
        people.liaison.name,
    ):
        assert words in receipt
    assert "What her friend wrote." not in receipt
    assert "Keep her first counselor." in shown(as_(people.liaison), "detail", referral.pk)


def test_they_are_asked_once_for_each_answer_and_hart_reads_it_without_a_mail(people: Cast) -> None:
    referral = decided(people)
    mails = Message.objects.count()
    assert "Was this answer useful?" in shown(as_(people.worker), "receipt", referral.pk)
    assert "Was this answer useful?" not in say(people, referral)
    assert Message.objects.count() == mails
    assert Notice.objects.filter(user=people.liaison.pk, event="referral.useful").exists()
    page = shown(as_(people.liaison), "detail", referral.pk)
    assert "In part" in page
    assert "Which program has room?" in page
    later("1 day")
    moves.move(referral, "close", by=people.liaison, words="She is well.", choice="stable")
    assert "Was this answer useful?" in shown(as_(people.worker), "receipt", referral.pk)


def test_pressed_twice_it_is_said_once_and_another_opinion_stands_beside_it(people: Cast) -> None:
    referral = decided(people)
    for choice in ("partly", "partly", "yes"):
        say(people, referral, choice)
    said = referral.steps.filter(move="useful").values_list("choice", flat=True)
    assert list(said) == ["partly", "yes"]


def test_without_a_choice_the_words_stay(people: Cast) -> None:
    page = say(people, decided(people), choice="")
    assert "Choose one of them." in page
    assert "Which program has room?" in page


def test_nothing_is_asked_before_there_is_an_answer(people: Cast) -> None:
    referral = sent(people, "3")
    assert "Was this answer useful?" not in shown(as_(people.worker), "receipt", referral.pk)
    with pytest.raises(NoOutcomeYet):
        usefulness.say_useful(referral, choice="yes", words="", by=people.worker)
