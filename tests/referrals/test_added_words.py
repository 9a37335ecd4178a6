"""Words that are added after the signature: dated, in order, HART is told, and what was signed stays verbatim."""

import re
from typing import Any

import pytest
from django.urls import reverse

from referrals.services import moves
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, recipients_of, screened, sent, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def draft(people: Cast) -> Screening:
    return screened(young_person(people), people.worker, "4")


def add(client: Any, name: str, row: Any, words: str = "Later: he was there twice.") -> Any:
    return client.post(reverse(f"referrals:{name}", args=[row.pk]), {"words": words})


def test_added_words_are_dated_and_what_was_signed_stays(people: Cast, draft: Screening) -> None:
    services.save_words(draft, {"told_me_words": "He said I owe him."}, by=people.worker)
    referral = sign(Screening.objects.with_record().get(pk=draft.pk), people.worker)
    assert referral
    for words in ("First.", "Second."):
        assert add(as_(people.worker), "add-to-screening", draft, words).status_code == 302
    page = as_(people.liaison).get(reverse("screening:signed", args=[draft.pk])).content.decode()
    assert "He said I owe him." in page
    assert re.search(r"First\..*Second\.", page, re.DOTALL)
    assert people.worker.display_name in page.split('id="additions"')[1]
    brief = shown(as_(people.liaison), "detail", referral.pk)
    assert "Words added" in brief
    assert "First." in brief


def test_hart_is_told_in_the_words_of_every_mail(people: Cast) -> None:
    referral = sent(people, "4")
    moves.move(referral, "acknowledge", by=people.liaison)
    before = recipients_of(referral)
    assert add(as_(people.worker), "add-words", referral).status_code == 302
    assert {people.liaison.pk, None} <= recipients_of(referral)
    assert before <= recipients_of(referral)
    assert "Words were added to a referral" in as_(people.liaison).get(reverse("dashboards:news")).content.decode()


def test_words_are_added_once_however_often_they_are_sent(people: Cast) -> None:
    referral = sent(people, "4")
    screening = referral.screenings.get().screening
    for _press in range(2):
        add(as_(people.worker), "add-to-screening", screening)
    assert screening.additions.count() == 1
    assert referral.steps.filter(move="add").count() == 1


def test_nothing_is_added_to_a_draft_or_to_what_has_ended(people: Cast, draft: Screening) -> None:
    client = as_(people.worker)
    assert add(client, "add-to-screening", draft).status_code == 409
    assert draft.additions.count() == 0
    referral = sent(people, "4")
    moves.move(referral, "acknowledge", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="What was seen.", choice="at_risk")
    moves.move(referral, "close", by=people.liaison, words="Services.", choice="stable")
    add(client, "add-words", referral)
    assert not referral.steps.filter(move="add").exists()
    screening = referral.screenings.get().screening
    add(client, "add-to-screening", screening)
    assert screening.additions.count() == 1
    assert not referral.steps.filter(move="add").exists()


def test_a_screening_behind_a_consultation_without_identity_tells_hart_nothing(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "4", gates=story.ADULT)
    referral = sign(screening, people.worker, adult_agreement="declined")
    assert referral
    page = as_(people.worker).get(reverse("referrals:add-to-screening", args=[screening.pk])).content.decode()
    assert "Nothing is sent to HART." in page
    add(as_(people.worker), "add-to-screening", screening)
    assert not referral.steps.filter(move="add").exists()


def test_a_stranger_adds_nothing(people: Cast) -> None:
    referral = sent(people, "4")
    for name, row in (("add-words", referral), ("add-to-screening", referral.screenings.get().screening)):
        assert add(as_(people.stranger), name, row).status_code == 404


def test_added_words_go_along_to_the_right_young_person(people: Cast) -> None:
    screening = sent(people, "4").screenings.get().screening
    for words in ("First.", "Second."):
        add(as_(people.worker), "add-to-screening", screening, words)
    right = young_person(people, legal_first="Marigold")
    copy = services.copy_for(right, Screening.objects.select_related("youth").get(pk=screening.pk), by=people.worker)
    page = as_(people.worker).get(reverse("screening:signed", args=[copy.pk])).content.decode()
    assert re.search(r"First\..*Second\.", page, re.DOTALL)
    kept = list(screening.additions.values_list("number", "by", "at"))
    assert list(copy.additions.values_list("number", "by", "at")) == kept
