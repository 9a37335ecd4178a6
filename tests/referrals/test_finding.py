"""A reference that was read out or typed from a mail: what it leads to, and what a wrong one is told."""

import pytest
from django.urls import reverse

from audit.models import Entry
from referrals import reference
from screening.services import raise_level
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, screened, sent, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")
URL = "/find-by-reference/"
NOTHING = "Nothing that you may see has this reference."


def test_it_leads_each_within_their_scope_and_is_in_the_trail(people: Cast) -> None:
    referral = sent(people, "3")
    for reader in (people.worker, people.liaison):
        answer = as_(reader).post(URL, {"reference": referral.reference.lower().replace("-", " ")})
        assert answer.headers["Location"] == reverse("referrals:open", args=[referral.pk])
        assert Entry.objects.filter(action="referral.find", actor=reader.pk, subject=referral.pk).exists()


def test_outside_ones_scope_it_is_as_if_there_were_none(people: Cast) -> None:
    unused = reference.new()
    for written in (sent(people, "3").reference, unused):
        assert NOTHING in as_(people.stranger).post(URL, {"reference": written}).content.decode()
    assert Entry.objects.filter(action="referral.find", actor=people.stranger.pk, subject=None).count() == 2


def test_a_wrong_character_is_said(people: Cast) -> None:
    written = sent(people, "3").reference
    wrong = written[:-1] + next(letter for letter in reference.ALPHABET if letter != written[-1])
    page = as_(people.worker).post(URL, {"reference": wrong}).content.decode()
    assert "One character of this reference is wrong" in page
    assert wrong in page


def test_the_reference_in_the_mail_of_a_raise_leads_to_the_screening(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "1")
    raise_level(screening, "2", reason="More than the answers show.", by=people.worker)
    assert sign(screening, people.worker) is None
    answer = as_(people.supervisor).post(URL, {"reference": reference.of(screening.pk)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("screening:signed", args=[screening.pk])


def test_the_box_stands_beside_the_lists(people: Cast) -> None:
    assert URL in shown(as_(people.worker), "mine")
    assert URL in shown(as_(people.liaison), "inbox", "new")
