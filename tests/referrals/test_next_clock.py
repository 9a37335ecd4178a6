"""The panel on top of a referral: which clock is next, and where it is answered."""

import datetime as dt

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from audit import clock
from duties.models import Duty
from referrals.models import Referral
from referrals.services import moves
from tests.clock import later
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")


def panel(people: Cast, referral: Referral) -> str:
    page = as_(people.liaison).get(referral.get_absolute_url()).content.decode()
    return page.split('aria-labelledby="owner-title"')[1].split("</section>")[0]


def comes_next(referral: Referral, clock: str) -> Duty:
    duty = Duty.objects.get(about_id=referral.pk, clock=clock, done_at=None)
    Referral.objects.filter(pk=referral.pk).update(next_due=duty.due_at)
    return duty


def test_the_first_answer_is_written_and_a_review_is_recorded_from_there(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    comes_next(referral, "feedback")
    assert reverse("referrals:write-note", args=[referral.pk]) in panel(people, referral)
    moves.move(referral, "determine", by=people.liaison, words="Talked.", choice="suspected")
    moves.move(referral, "monitor", by=people.liaison, choice="review_7")
    review = comes_next(referral, "review_7")
    assert reverse("referrals:duty-done", args=[review.pk]) in panel(people, referral)


def test_the_determination_and_what_is_recorded_by_hand_are_recorded_from_there(people: Cast) -> None:
    referral = moves.move(sent(people, "4"), "acknowledge", by=people.liaison)
    comes_next(referral, "determination")
    assert reverse("referrals:determine", args=[referral.pk]) in panel(people, referral)
    team = comes_next(referral, "mdt_4")
    address = reverse("referrals:duty-done", args=[team.pk])
    assert address in panel(people, referral)
    answer = as_(people.liaison).post(address, {"at": local(clock.now()), "how": "Taken to the team."})
    assert answer["Location"] == referral.get_absolute_url()
    assert answer.status_code == 302


def test_the_press_that_is_on_the_page_has_no_second_way_there(people: Cast) -> None:
    referral = sent(people, "4")
    comes_next(referral, "acknowledge_4")
    assert "Acknowledge and take" in panel(people, referral)
    assert "Record as done" not in panel(people, referral)


def local(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def test_a_restricted_duty_is_never_named_there(people: Cast) -> None:
    """Its time is no next one; but others can be due at the same moment, and it must not be the one that is named."""
    referral = sent(people, "4", gates={**MINOR, "G6": "yes"})
    restricted = Duty.objects.filter(action="otip")
    assert restricted.update(about_kind="referral", about_id=referral.pk) == 1
    Referral.objects.filter(pk=referral.pk).update(next_due=restricted.get().due_at)
    others = Duty.objects.filter(about_id=referral.pk, due_at__isnull=False).exclude(action="otip")
    others.update(due_at=F("due_at") + dt.timedelta(hours=1))
    assert "Trafficking in Persons" not in panel(people, referral)


def test_what_is_late_stands_on_top_and_leads_to_the_duties(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    assert "late" not in panel(people, referral)
    later("20 days")
    page = as_(people.liaison).get(referral.get_absolute_url()).content.decode()
    late = page.split('aria-labelledby="duties-title"')[1].split("</section>")[0].count("clock--late")
    assert late > 1
    assert f"{late} duties of this referral are late" in panel(people, referral)
