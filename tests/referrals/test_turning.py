"""Turning 13 or 18 while a referral is open: announced before, heeded on the day, once."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from audit import clock
from duties.models import Duty
from notifications.models import Notice
from referrals import birthdays, urgency
from referrals.birthdays import Turn
from referrals.models import Referral
from referrals.tasks import heed_birthdays
from tests.clock import later
from tests.referrals.browsing import as_, shown
from tests.referrals.story import MINOR, Cast, reread, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

DAY = dt.date


@pytest.mark.parametrize(
    ("born", "today", "turn"),
    [
        (DAY(2008, 3, 10), DAY(2026, 2, 8), Turn(18, DAY(2026, 3, 10))),
        (DAY(2008, 3, 10), DAY(2026, 2, 7), None),
        (DAY(2008, 3, 10), DAY(2026, 3, 10), None),
        (DAY(2013, 12, 31), DAY(2026, 12, 1), Turn(13, DAY(2026, 12, 31))),
        (DAY(2008, 2, 29), DAY(2026, 2, 20), Turn(18, DAY(2026, 3, 1))),
        (DAY(2010, 3, 10), DAY(2026, 2, 20), None),
    ],
)
def test_what_is_ahead(born: dt.date, today: dt.date, turn: Turn | None) -> None:
    assert birthdays.ahead(born, today) == turn


@pytest.mark.parametrize(
    ("born", "since", "today", "age"),
    [
        (DAY(2008, 3, 10), DAY(2026, 3, 9), DAY(2026, 3, 10), 18),
        (DAY(2008, 3, 10), DAY(2026, 3, 10), DAY(2026, 3, 11), 0),
        (DAY(2008, 3, 10), DAY(2026, 1, 1), DAY(2026, 3, 9), 0),
        (DAY(2013, 2, 28), DAY(2026, 1, 1), DAY(2026, 3, 1), 13),
        (DAY(2013, 2, 28), DAY(2026, 1, 1), DAY(2031, 3, 1), 18),
    ],
)
def test_what_has_come(born: dt.date, since: dt.date, today: dt.date, age: int) -> None:
    assert birthdays.come(born, since, today) == age


def turning(people: Cast, age: int, days: int, **known: Any) -> Referral:
    """Turns that old in so many days."""
    day = timezone.localdate(clock.now()) + dt.timedelta(days=days)
    born = birthdays.birthday(day, -age)
    gates = {**MINOR, "G1": "under_13" if age == 13 else "13_17"}
    return sent(people, "3", youth=young_person(people, birth_date=born, **known), gates=gates)


def told(event: str) -> list[Any]:
    return sorted(Notice.objects.filter(event=event).values_list("user", flat=True), key=str)


@pytest.mark.parametrize("age", [13, 18])
def test_it_is_announced_once_to_both_sides_and_stands_on_their_pages(people: Cast, age: int) -> None:
    referral = turning(people, age, 20)
    for _sweep in range(2):
        heed_birthdays()
    assert told("referral.turning") == sorted([people.worker.pk, people.liaison.pk], key=str)
    assert not told("referral.turned")
    for client, name in ((as_(people.worker), "receipt"), (as_(people.liaison), "detail")):
        assert f"Turns {age}" in shown(client, name, referral.pk)


def test_at_thirteen_the_age_alone_no_longer_hurries(people: Cast) -> None:
    referral = turning(people, 13, 3)
    assert urgency.has_flag(referral.priority, "under_13")
    later("3 days")
    for _sweep in range(2):
        heed_birthdays()
    assert not urgency.has_flag(reread(referral).priority, "under_13")
    assert told("referral.turned") == sorted([people.worker.pk, people.liaison.pk], key=str)
    assert "Turned 13 since it was sent" in shown(as_(people.liaison), "detail", referral.pk)


def test_at_eighteen_a_duty_to_report_is_asked_about(people: Cast) -> None:
    referral = turning(people, 18, 3)
    later("3 days")
    for _sweep in range(2):
        heed_birthdays()
    duty = Duty.objects.get(youth=referral.youth_id, action="adult_duty")
    assert (duty.owner_role, duty.about_id) == ("worker", referral.pk)
    page = shown(as_(people.worker), "receipt", referral.pk)
    assert "Record whether a duty to report exists" in page
    assert "declining closes no service" in page


def test_an_estimated_birth_date_announces_and_changes_nothing(people: Cast) -> None:
    referral = turning(people, 18, 3, birth_known="estimated")
    heed_birthdays()
    assert "by an estimated birth date" in shown(as_(people.liaison), "detail", referral.pk)
    later("3 days")
    heed_birthdays()
    assert not told("referral.turned")
    assert not Duty.objects.filter(action="adult_duty").exists()
