"""Search before create: what is in hand already, whose it is, and how one goes on with it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit import clock
from audit.models import Entry
from notifications.models import Message, Notice
from referrals.pages import hand
from referrals.services import moves
from screening import services as screenings
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast
from youth.models import Question, Youth
from youth.services import search

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def youth(people: Cast) -> Youth:
    return story.young_person(people)


def results(client: Client, user: Any, youth: Youth) -> str:
    assert youth.birth_date
    saved = search({"name": youth.display_name, "birth_date": youth.birth_date, "number": ""}, by=user)
    return client.get(reverse("referrals:results", args=[saved.pk])).content.decode()


def test_with_nothing_in_hand_a_screening_starts_in_one_press(people: Cast, youth: Youth) -> None:
    page = results(as_(people.worker), people.worker, youth)
    assert "Already in hand" not in page
    assert reverse("screening:start", args=[youth.pk]) in page


def test_an_open_referral_is_shown_with_whose_it_is_and_is_added_to(people: Cast, youth: Youth) -> None:
    story.sent(people, "4", youth=youth)
    page = results(as_(people.supervisor), people.supervisor, youth)
    assert "Referral: sent" in page
    assert people.worker.display_name in page
    assert "Add to the referral" in page
    assert reverse("screening:start", args=[youth.pk]) not in page
    assert reverse("referrals:start-anyway", args=[youth.pk]) in page


def test_ones_own_draft_is_gone_on_with(people: Cast, youth: Youth) -> None:
    draft = screenings.start(youth, by=people.worker)
    page = results(as_(people.worker), people.worker, youth)
    assert reverse("screening:continue", args=[draft.pk]) in page
    assert "Start a screening anyway" not in page


def test_a_colleagues_draft_is_named_and_not_opened(people: Cast, youth: Youth) -> None:
    draft = screenings.start(youth, by=people.supervisor)
    page = results(as_(people.worker), people.worker, youth)
    assert "Screening, a draft" in page
    assert people.supervisor.display_name in page
    assert str(draft.pk) not in page


def test_what_is_over_is_in_nobodys_hand(people: Cast, youth: Youth) -> None:
    referral = moves.move(story.sent(people, "4", youth=youth), "acknowledge", by=people.liaison)
    moves.move(referral, "not_accept", by=people.liaison, words="Somebody else helps.")
    things = hand.in_hand([youth.pk], people.worker)[youth.pk]
    assert [str(one.what) for one in things] == ["Screening"]
    assert not Screening.objects.under_way([youth.pk], since=clock.now() + dt.timedelta(seconds=1)).exists()


def test_starting_anyway_wants_a_reason_and_keeps_it(people: Cast, youth: Youth) -> None:
    story.sent(people, "4", youth=youth)
    client, page = as_(people.supervisor), reverse("referrals:start-anyway", args=[youth.pk])
    assert "Write in a few words why another one is needed." in client.post(page, {"because": " "}).content.decode()
    assert not Screening.objects.drafts_of(people.supervisor).exists()
    assert client.post(page, {"because": "Back after a second night."}).status_code == 302
    assert Screening.objects.drafts_of(people.supervisor).get().started_because == "Back after a second night."


def test_the_owner_is_asked_hears_of_it_and_answers_once(people: Cast, youth: Youth) -> None:
    story.sent(people, "4", youth=youth)
    asker, owner = as_(people.supervisor), as_(people.worker)
    page = reverse("referrals:ask", args=[youth.pk, people.worker.pk])
    assert asker.post(page, {"words": "Which school is it?"}).status_code == 302
    question = Question.objects.get()
    assert Notice.objects.filter(user=people.worker.pk, event="youth.ask").exists()
    mail = Message.objects.get(about=question.pk)
    assert "school" not in mail.raw
    assert owner.get(reverse("referrals:open", args=[question.pk]))["Location"] == profile(youth)
    assert "Which school is it?" in owner.get(profile(youth)).content.decode()
    for words in ("The one in the north.", "Another answer."):
        owner.post(reverse("referrals:answer-question", args=[question.pk]), {"words": words})
    assert "The one in the north." in asker.get(profile(youth)).content.decode()
    assert Entry.objects.filter(action="youth.answer", youth=youth.pk).count() == 1


def test_asking_twice_is_one_question_and_what_was_typed_is_shown(people: Cast, youth: Youth) -> None:
    story.sent(people, "4", youth=youth)
    page = reverse("referrals:ask", args=[youth.pk, people.worker.pk])
    as_(people.supervisor).post(page, {"words": "First."})
    answer = as_(people.supervisor).post(page, {"words": "Second."})
    assert answer.status_code == 409
    assert "Second." in answer.content.decode()
    assert Question.objects.count() == 1


def test_only_whoever_has_something_in_hand_can_be_asked_and_only_they_answer(people: Cast, youth: Youth) -> None:
    story.sent(people, "4", youth=youth)
    other = reverse("referrals:ask", args=[youth.pk, people.liaison.pk])
    assert as_(people.supervisor).get(other).status_code == 404
    as_(people.supervisor).post(reverse("referrals:ask", args=[youth.pk, people.worker.pk]), {"words": "Where?"})
    answering = reverse("referrals:answer-question", args=[Question.objects.get().pk])
    assert as_(people.supervisor).get(answering).status_code == 404
    assert as_(people.stranger).get(answering).status_code == 404


def profile(youth: Youth) -> str:
    return reverse("referrals:youth", args=[youth.pk])
