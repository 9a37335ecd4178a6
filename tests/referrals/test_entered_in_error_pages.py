"""The pages on which something is said to be entered in error, and decided."""

import pytest
from django.urls import reverse

from accounts.permissions import Role
from referrals.models import Correction
from tests.accounts.people import person
from tests.referrals.browsing import as_, shown
from tests.referrals.entered_in_error import REASON, asked, screening_of, taken_back
from tests.referrals.story import Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")


def test_through_the_pages_from_the_signed_screening_to_the_decision(people: Cast) -> None:
    referral = sent(people)
    screening = screening_of(referral)
    worker, supervisor = as_(people.worker), as_(people.supervisor)
    address = reverse("referrals:void-screening", args=[screening.pk])
    assert address in worker.get(reverse("screening:signed", args=[screening.pk])).content.decode()
    assert b"Write in a sentence" in worker.post(address, {"reason": " "}).content
    answer = worker.post(address, {"reason": REASON})
    correction = Correction.objects.get()
    assert answer.headers["Location"] == reverse("referrals:correction", args=[correction.pk])
    assert "You decide" not in shown(worker, "correction", correction.pk)
    assert reverse("referrals:correction", args=[correction.pk]) in shown(supervisor, "corrections")
    assert REASON in shown(supervisor, "correction", correction.pk)
    supervisor.post(reverse("referrals:correction-confirm", args=[correction.pk]))
    assert str(screening.pk) not in shown(worker, "youth", screening.youth_id)
    assert referral.reference not in shown(worker, "youth", screening.youth_id)
    assert referral.reference not in shown(worker, "mine")


def test_what_is_void_shows_who_took_it_back_and_not_what_it_said(people: Cast) -> None:
    referral = sent(people, what_seen="A car that waits.")
    screening = screening_of(referral)
    taken_back(screening, people)
    for name, pk, is_open in (("voided-screening", screening.pk, "Seen."), ("voided-referral", referral.pk, "A car")):
        page = shown(as_(people.worker), name, pk)
        assert "Entered in error" in page
        assert is_open not in page
        assert is_open in shown(as_(people.supervisor), name, pk)
    for client, address in (
        (as_(people.worker), reverse("screening:signed", args=[screening.pk])),
        (as_(people.worker), reverse("referrals:receipt", args=[referral.pk])),
        (as_(people.liaison), reverse("referrals:detail", args=[referral.pk])),
    ):
        assert client.get(address).headers["Location"].endswith("/taken-back/")


def test_a_refusal_needs_its_reason(people: Cast) -> None:
    correction = asked(screening_of(sent(people)), people.worker)
    client, address = as_(people.supervisor), reverse("referrals:correction-refuse", args=[correction.pk])
    assert b"Write in a sentence why it stands" in client.post(address, {"why_not": ""}).content
    assert client.post(address, {"why_not": "It is right."}).status_code == 302
    assert "It is right." in shown(as_(people.worker), "correction", correction.pk)


def test_a_referral_that_rests_on_a_screening_says_where_to_go(people: Cast) -> None:
    referral = sent(people)
    page = shown(as_(people.worker), "void-referral", referral.pk)
    assert reverse("referrals:void-screening", args=[screening_of(referral).pk]) in page


def test_the_mail_leads_to_the_question_and_a_stranger_finds_nothing(people: Cast) -> None:
    correction = asked(screening_of(sent(people)), people.worker)
    address = reverse("referrals:open", args=[correction.pk])
    assert as_(people.supervisor).get(address).headers["Location"] == reverse(
        "referrals:correction", args=[correction.pk]
    )
    for name in ("correction", "correction-confirm", "correction-refuse"):
        stranger = as_(people.stranger)
        url = reverse(f"referrals:{name}", args=[correction.pk])
        assert (stranger.get(url) if name == "correction" else stranger.post(url)).status_code == 404


def test_an_auditor_sees_codes_alone(people: Cast) -> None:
    referral = sent(people)
    screening = screening_of(referral)
    taken_back(screening, people)
    auditor = as_(person(Role.AUDITOR))
    assert auditor.get(reverse("referrals:voided-screening", args=[screening.pk])).status_code == 403
    page = auditor.get(reverse("dashboards:who-looked", args=[screening.youth_id])).content.decode()
    assert REASON not in page
