"""What was done is recorded with one press; what is recorded late says why."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import clock
from audit.models import Entry
from duties.models import Duty
from duties.names import ACTIONS
from referrals.models import Referral
from referrals.services.one_press import PRESSES
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast
from youth.forms.moments import LOCAL

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def referral(people: Cast) -> Referral:
    return story.sent(people, "4")


def press(people: Cast, action: str) -> tuple[Any, Duty]:
    duty = Duty.objects.get(action=action)
    answer = as_(people.worker).post(reverse("referrals:duty-done-now", args=[duty.pk]), follow=True)
    duty.refresh_from_db()
    return answer, duty


def record_at(people: Cast, duty: Duty, at: dt.datetime, **more: str) -> str:
    typed = {"at": timezone.localtime(at).strftime(LOCAL), "how": "By phone", **more}
    return as_(people.worker).post(reverse("referrals:duty-done", args=[duty.pk]), typed, follow=True).content.decode()


def test_the_supervisors_call_is_recorded_with_time_name_and_number(people: Cast, referral: Referral) -> None:
    people.supervisor.phone = "860-555-0177"
    people.supervisor.save()
    answer, duty = press(people, "supervisor_call")
    assert duty.done_by == people.worker
    assert abs(duty.done_at - clock.now()) < dt.timedelta(minutes=1)
    for part in ("Supervisor called, ", people.supervisor.display_name, "860-555-0177"):
        assert part in duty.done_how
    assert answer.redirect_chain[-1][0] == reverse("referrals:receipt", args=[referral.pk])
    assert Entry.objects.filter(action="duty.done", subject=duty.pk, actor=people.worker.pk).exists()


def test_the_receipt_offers_it_until_it_is_done(people: Cast, referral: Referral) -> None:
    client = as_(people.worker)
    assert str(PRESSES["supervisor_call"].button) in shown(client, "receipt", referral.pk)
    press(people, "supervisor_call")
    assert str(PRESSES["supervisor_call"].button) not in shown(client, "receipt", referral.pk)


def test_a_second_press_leaves_the_first_as_it_was(people: Cast, referral: Referral) -> None:
    _answer, first = press(people, "supervisor_call")
    _answer, second = press(people, "supervisor_call")
    assert (first.done_at, first.done_how) == (second.done_at, second.done_how)


def test_what_needs_words_or_a_number_is_asked_for(people: Cast, referral: Referral) -> None:
    answer, duty = press(people, "careline")
    assert duty.is_open
    assert "Write down how it was done" in answer.content.decode()


def test_the_call_sheet_says_it(people: Cast, referral: Referral) -> None:
    press(people, "supervisor_call")
    assert "Supervisor called, " in shown(as_(people.worker), "call-sheet", referral.pk)


def test_every_press_is_for_an_action_there_is() -> None:
    assert set(PRESSES) <= set(ACTIONS)


def test_a_record_made_after_it_was_due_needs_a_reason(people: Cast, referral: Referral) -> None:
    duty = Duty.objects.get(action="careline")
    Duty.objects.filter(pk=duty.pk).update(due_at=clock.now() - dt.timedelta(hours=1))
    at = clock.now() - dt.timedelta(hours=3)
    assert "This is recorded late." in record_at(people, duty, at)
    duty.refresh_from_db()
    assert duty.is_open
    record_at(people, duty, at, late_because="No signal on the road.")
    duty.refresh_from_db()
    assert duty.done_how == "By phone\nRecorded late: No signal on the road."


@pytest.mark.parametrize(("hours", "is_late"), [(23, False), (25, True)])
def test_what_has_no_time_limit_is_late_after_a_day(
    people: Cast, referral: Referral, hours: int, is_late: bool
) -> None:
    duty = Duty.objects.get(action="safety_plan_now")
    assert duty.due_at is None
    page = record_at(people, duty, clock.now() - dt.timedelta(hours=hours))
    assert ("This is recorded late." in page) is is_late


def test_a_stranger_finds_no_duty(people: Cast, referral: Referral) -> None:
    duty = Duty.objects.get(action="supervisor_call")
    assert as_(people.stranger).post(reverse("referrals:duty-done-now", args=[duty.pk])).status_code == 404
