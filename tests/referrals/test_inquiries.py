"""HART asks for what is missing; the answers stand beside what was signed, with the level they come to."""

from typing import Any

import pytest
from django.urls import reverse

from duties.models import Duty
from notifications.models import Message
from referrals.models import Inquiry, Referral
from referrals.services import inquiring, moves
from referrals.services.moves import MoveRefused
from screening import sections
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")

SEEN = {"answer": "clear", "source_type": "own_words", "note": "She said so."}
NONE = {"answer": "none", "source_type": "", "note": ""}


def taken(people: Cast, level: str, **fields: Any) -> Referral:
    return moves.move(sent(people, level, **fields), "acknowledge", by=people.liaison)


def asked(people: Cast, level: str = "U", items: tuple[str, ...] = ("XS5", "HC1"), words: str = "") -> Inquiry:
    return inquiring.ask(taken(people, level, send="yes"), items, words, by=people.liaison)


def screening_of(referral: Referral) -> Screening:
    return Screening.objects.with_record().get(referred__referral=referral)


def typed(inquiry: Inquiry, **answers: dict[str, str]) -> dict[str, str]:
    found = {"words": inquiry.words and "The blue one."}
    for code, entry in answers.items():
        found |= {code: entry["answer"], f"{code}_source_type": entry["source_type"], f"{code}_note": entry["note"]}
    return found


def test_the_page_offers_first_what_nobody_could_answer_and_nothing_restricted(people: Cast) -> None:
    referral = taken(people, "U", send="yes")
    page = as_(people.liaison).get(reverse("referrals:ask-information", args=[referral.pk]))
    unknown, answered = (dict(page.context["form"].fields[name].choices) for name in ("not_known", "answered"))
    assert "XS5" in unknown
    assert not set(sections.RESTRICTED) & {*unknown, *answered}
    assert {*unknown, *answered} == set(inquiring.askable(screening_of(referral)))


def test_the_referrer_gets_exactly_these_questions(people: Cast) -> None:
    client = as_(people.liaison)
    referral = taken(people, "U", send="yes")
    address = reverse("referrals:ask-information", args=[referral.pk])
    assert client.post(address, {"not_known": ["XS5", "HC1"], "words": "Which car?"}).status_code == 302
    page = as_(people.worker).get(reverse("referrals:questions", args=[referral.pk]))
    assert set(page.context["form"].codes) == {"XS5", "HC1"}
    assert "Which car?" in page.content.decode()
    assert reverse("referrals:questions", args=[referral.pk]) in shown(as_(people.worker), "receipt", referral.pk)


def test_nothing_chosen_and_nothing_written_comes_back(people: Cast) -> None:
    referral = taken(people, "U", send="yes")
    answer = as_(people.liaison).post(reverse("referrals:ask-information", args=[referral.pk]), {})
    assert "Choose a question of the screening, or write one." in answer.content.decode()
    assert not Inquiry.objects.exists()


def test_the_answers_are_an_addition_and_what_was_signed_stays(people: Cast) -> None:
    inquiry = asked(people)
    before = screening_of(inquiry.referral)
    client = as_(people.worker)
    address = reverse("referrals:questions", args=[inquiry.referral_id])
    assert client.post(address, typed(inquiry, XS5=SEEN, HC1=NONE)).status_code == 302
    after = screening_of(inquiry.referral)
    assert (after.answers(), after.level) == (before.answers(), before.level)
    added = after.additions.get()
    assert "She said so." in added.words
    assert added.by == people.worker
    page = shown(as_(people.liaison), "detail", inquiry.referral_id)
    assert "With these answers: " in page
    assert "As signed: " in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"XS5": ""}, "Choose one of the answers; Not known is one."),
        ({"XS5_source_type": ""}, "Choose where this comes from, or answer Not known."),
        ({"XS5_note": ""}, "Write what was seen or said, in a few words."),
    ],
)
def test_an_answer_needs_what_it_needs_in_a_screening(people: Cast, change: dict[str, str], sentence: str) -> None:
    inquiry = asked(people)
    address = reverse("referrals:questions", args=[inquiry.referral_id])
    answer = as_(people.worker).post(address, typed(inquiry, XS5=SEEN, HC1=NONE) | change)
    assert sentence in answer.content.decode()
    assert Inquiry.objects.open().exists()


def test_more_concern_raises_the_referral_and_starts_what_it_asks_for_once(people: Cast) -> None:
    inquiry = asked(people)
    referral, priority = inquiry.referral, inquiry.referral.priority
    inquiring.answer(inquiry, {"XS5": SEEN, "HC1": NONE}, "", by=people.worker)
    raised = story.reread(referral)
    assert (raised.level, raised.kind) == ("3", "referral")
    assert raised.priority > priority
    assert Inquiry.objects.get().level == "3"
    duties = Duty.objects.filter(youth=referral.youth)
    assert duties.filter(action="careline").count() == 1
    assert duties.filter(clock="determination").count() == 1
    assert Message.objects.about(referral.pk).filter(event__startswith="referral.raised_by_answer").exists()


def test_no_answer_lowers_what_was_signed(people: Cast) -> None:
    inquiry = asked(people, "3", ("XS5",))
    inquiring.answer(inquiry, {"XS5": NONE}, "", by=people.worker)
    assert story.reread(inquiry.referral).level == "3"
    assert Inquiry.objects.get().level != "3"


def test_pressed_twice_it_is_asked_once_and_answered_once(people: Cast) -> None:
    inquiry = asked(people)
    assert inquiring.ask(inquiry.referral, inquiry.items, "", by=people.liaison).pk == inquiry.pk
    for _press in range(2):
        inquiring.answer(inquiry, {"XS5": SEEN, "HC1": NONE}, "", by=people.worker)
    assert screening_of(inquiry.referral).additions.count() == 1
    assert [step.move for step in inquiry.referral.steps.all()].count("answer_information") == 1


def test_when_hart_has_gone_on_there_is_nothing_to_answer(people: Cast) -> None:
    inquiry = asked(people)
    moves.move(inquiry.referral, "determine", by=people.liaison, words="The school knew.", choice="at_risk")
    address = reverse("referrals:questions", args=[inquiry.referral_id])
    answer = as_(people.worker).get(address)
    assert answer.headers["Location"] == reverse("referrals:receipt", args=[inquiry.referral_id])
    with pytest.raises(MoveRefused):
        inquiring.answer(inquiry, {"XS5": SEEN}, "", by=people.worker)
    assert not screening_of(inquiry.referral).additions.exists()


def test_questions_asked_anew_take_the_place_of_those_that_were_passed_over(people: Cast) -> None:
    inquiry = asked(people)
    moves.move(inquiry.referral, "determine", by=people.liaison, words="The school knew.", choice="at_risk")
    moves.move(inquiry.referral, "start_review", by=people.liaison)
    again = inquiring.ask(inquiry.referral, ["MH1"], "", by=people.liaison)
    assert Inquiry.objects.open().get() == again
    assert "HART went on without an answer." in shown(as_(people.liaison), "detail", inquiry.referral_id)


def test_who_may_not_see_it_is_not_asked_and_cannot_ask(people: Cast) -> None:
    inquiry = asked(people)
    for name in ("questions", "ask-information"):
        assert as_(people.stranger).get(reverse(f"referrals:{name}", args=[inquiry.referral_id])).status_code in (
            *(403, 404),
        )
    assert as_(people.worker).get(reverse("referrals:ask-information", args=[inquiry.referral_id])).status_code == 403
