"""Whoever is on call now, not whoever was when it was sent: the number to call, the inbox, what joins."""

import datetime as dt

import pytest

from accounts.models import Absence, OnCallShift, User
from accounts.permissions import Role
from audit import clock
from notifications.models import Notice
from referrals.models import Referral
from referrals.services import moves
from referrals.tasks import hand_over
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def next_shift(people: Cast) -> User:
    """The shift is over, and another has begun."""
    now = clock.now()
    OnCallShift.objects.update(starts_at=now - dt.timedelta(days=2), ends_at=now - dt.timedelta(minutes=1))
    relief = person(Role.LIAISON, name="Invented Relief", office=people.stranger.office)
    story.put_on_call(relief, "860-555-0188")
    return relief


def test_the_number_to_call_is_of_the_shift_that_runs_now(people: Cast) -> None:
    story.put_on_call(people.on_call, "860-555-0177")
    referral = sent(people, "4")
    relief = next_shift(people)
    page = shown(as_(people.worker), "receipt", referral.pk)
    assert "860-555-0188" in page
    assert relief.display_name in page
    assert "860-555-0177" not in page


def test_once_nobody_is_on_call_the_receipt_says_the_careline(people: Cast) -> None:
    story.put_on_call(people.on_call, "860-555-0177")
    referral = sent(people, "4")
    next_shift(people)
    OnCallShift.objects.update(ends_at=clock.now() - dt.timedelta(seconds=1))
    page = shown(as_(people.worker), "receipt", referral.pk)
    assert "Nobody is on HART" in page
    assert "lead has been told" not in page


def test_an_absent_liaison_is_not_called(people: Cast) -> None:
    referral = sent(people, "3")
    now = clock.now()
    Absence.objects.create(user=people.liaison, starts_at=now, ends_at=now + dt.timedelta(days=1))
    page = shown(as_(people.worker), "receipt", referral.pk)
    assert people.second.phone in page
    assert people.liaison.phone not in page


def test_urgent_news_goes_to_whoever_is_on_call_when_it_joins(people: Cast) -> None:
    story.put_on_call(people.on_call)
    youth = young_person(people)
    referral = sent(people, "4", youth=youth)
    relief = next_shift(people)
    joined = sent(people, "4", youth=youth)
    assert joined == referral
    assert joined.on_call is not None
    assert joined.on_call.user == relief
    assert relief.pk in story.recipients_of(joined)
    assert referral in Referral.objects.visible_to(relief).in_view("new", relief, clock.now())


def test_what_nobody_acknowledged_follows_the_roster_once(people: Cast) -> None:
    story.put_on_call(people.on_call)
    waiting, later = sent(people, "4"), sent(people, "3")
    taken = moves.move(sent(people, "4"), "acknowledge", by=people.second)
    relief = next_shift(people)
    for _ in range(2):
        hand_over()
    assert list(Referral.objects.visible_to(relief).in_view("new", relief, clock.now())) == [waiting]
    assert Referral.objects.get(on_call__user=relief) == waiting
    assert [notice.subject for notice in Notice.objects.filter(user=relief.pk)] == [waiting.pk]
    assert {later, taken}.isdisjoint(Referral.objects.visible_to(relief))
