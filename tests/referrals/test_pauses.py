"""A clock in business time may stand for a reason; a legal one never does."""

import pytest
from django.urls import reverse

from audit import clock
from duties.models import Duty, Pause
from duties.services import CannotPause
from referrals.models import Referral
from referrals.services import acts, moves
from referrals.tasks import climb
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")

WHY = "The court's answer is awaited."


@pytest.fixture
def referral(people: Cast) -> Referral:
    return moves.move(sent(people, "3"), "acknowledge", by=people.liaison)


@pytest.fixture
def determination(referral: Referral) -> Duty:
    return Duty.objects.about("referral", referral.pk).get(clock="determination")


def paused(duty: Duty, people: Cast) -> Duty:
    return acts.pause(duty, by=people.liaison, because=WHY)


def test_the_time_that_it_stands_is_added_to_its_limit(determination: Duty, people: Cast) -> None:
    was_due = determination.due_at
    assert was_due
    paused(determination, people)
    later("7 days")
    duty = acts.resume(determination, by=people.liaison)
    assert duty.due_at
    assert (duty.due_at - was_due).days >= 6
    assert duty.pauses.get().ended_by == people.liaison


def test_while_it_stands_it_is_not_late_and_nobody_is_told(determination: Duty, people: Cast) -> None:
    duty = paused(determination, people)
    later("60 days")
    climb()
    duty.refresh_from_db()
    assert not duty.is_late(clock.now())
    assert duty.climbed == 0
    assert duty.due_words(clock.now()).startswith("paused since")


def test_the_next_clock_of_the_referral_is_one_that_runs(determination: Duty, referral: Referral, people: Cast) -> None:
    for duty in Duty.objects.about("referral", referral.pk).open():
        if duty.can_pause:
            paused(duty, people)
    referral.refresh_from_db()
    running = Duty.objects.about("referral", referral.pk).running().unrestricted()
    assert referral.next_due == min((duty.due_at for duty in running if duty.due_at), default=None)


def test_a_legal_clock_never_stands(people: Cast) -> None:
    sent(people, "4")
    with pytest.raises(CannotPause):
        acts.pause(Duty.objects.get(clock="careline_report"), by=people.lead, because=WHY)


def test_it_stands_once(determination: Duty, people: Cast) -> None:
    paused(determination, people)
    with pytest.raises(CannotPause):
        paused(determination, people)


def test_what_is_done_meanwhile_ends_the_pause(determination: Duty, referral: Referral, people: Cast) -> None:
    paused(determination, people)
    moves.move(referral, "determine", by=people.liaison, words="Invented reasons.", choice="no_concern")
    assert Pause.objects.get().ended_at is not None


def test_the_page_asks_for_a_reason_and_the_referral_says_it(
    determination: Duty, referral: Referral, people: Cast
) -> None:
    liaison, address = as_(people.liaison), reverse("referrals:duty-pause", args=[determination.pk])
    assert "What is it waiting for?" in liaison.post(address, {"because": " "}).content.decode()
    liaison.post(address, {"because": WHY})
    page = shown(liaison, "detail", referral.pk)
    assert f"Paused by {people.liaison.display_name}: The court" in page
    assert "Let it run again" in page
    liaison.post(reverse("referrals:duty-resume", args=[determination.pk]))
    assert "Let it run again" not in shown(liaison, "detail", referral.pk)


def test_a_worker_pauses_nothing(determination: Duty, people: Cast) -> None:
    assert as_(people.worker).get(reverse("referrals:duty-pause", args=[determination.pk])).status_code == 403
    assert story.clocks_about("referral", determination.about_id)
