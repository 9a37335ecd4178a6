"""Some weeks, or with ``--days`` a year, in which nobody acts: no clock is left on a low rung, and someone is to call."""

import datetime as dt
import random
from collections import Counter

import pytest

from accounts.models import Absence, Cover, Office, OnCallShift, User
from accounts.permissions import Role
from audit import clock
from duties import ladder
from duties.models import Duty
from notifications.models import Notice
from referrals import urgency
from referrals.models import Referral
from referrals.services import calls
from referrals.tasks import climb, hand_over
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.story import Cast, sent

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.slow]

SEED = 20261126
STEP = dt.timedelta(minutes=30)
PROMISE = dt.timedelta(hours=2)
A_REFERRAL = dt.timedelta(days=3)
LEVELS = ("4", "4", "3", "3", "3", "2", "U")


@pytest.fixture
def hart(people: Cast) -> list[User]:
    """Everybody of HART who may be on duty, the lead's deputy among them."""
    deputy, central = person(Role.LIAISON, office=Office.objects.central()), Office.objects.central()
    Cover.objects.create(liaison=deputy, office=central)
    return [people.liaison, people.second, people.on_call, people.lead, deputy]


def test_while_nobody_acts_each_late_clock_reaches_the_top_and_somebody_is_to_call(
    people: Cast, hart: list[User], pytestconfig: pytest.Config
) -> None:
    chance = random.Random(SEED)
    began, days = clock.now(), pytestconfig.getoption("--days")
    plan_absences(hart, began, days, chance)
    plan_shifts(people, began, days, chance)
    last, due_next, steps = began + dt.timedelta(days=days), began, 0
    while (now := clock.now()) < last:
        if now >= due_next:
            sent(people, chance.choice(LEVELS), send="yes")
            due_next = now + A_REFERRAL
        hand_over()
        climb()
        assert_nothing_stands_low(now)
        assert_somebody_is_to_call(hart, now)
        later(f"{STEP.seconds} seconds")
        steps += 1
    at_the_top = Duty.objects.filter(climbed=ladder.TOP)
    told = Counter(Notice.objects.filter(event__startswith="duty.").values_list("event", flat=True))
    print(f"{days} days, {steps} sweeps, {Referral.objects.count()} referrals, {at_the_top.count()} clocks at the top")  # noqa: T201
    print(", ".join(f"{event} {number}" for event, number in sorted(told.items())))  # noqa: T201
    assert at_the_top.exists()


def plan_absences(hart: list[User], began: dt.datetime, days: int, chance: random.Random) -> None:
    """Each is away for some days every few weeks; the lead too."""
    for user in hart:
        day = chance.randrange(1, 20)
        while day < days:
            starts = began + dt.timedelta(days=day)
            Absence.objects.create(
                user=user, starts_at=starts, ends_at=starts + dt.timedelta(days=chance.randrange(1, 12))
            )
            day += chance.randrange(15, 60)


def plan_shifts(people: Cast, began: dt.datetime, days: int, chance: random.Random) -> None:
    """Weeks of somebody on call, and weeks that nobody has."""
    for day in range(0, days, 7):
        if chance.random() < 0.6:
            starts = began + dt.timedelta(days=day)
            OnCallShift.objects.create(
                user=chance.choice([people.on_call, people.second]), phone="860-555-0199", starts_at=starts,
                ends_at=starts + dt.timedelta(days=7),
            )  # fmt: skip


def assert_nothing_stands_low(now: dt.datetime) -> None:
    waiting = Duty.objects.on_the_ladder(now).filter(due_at__lte=now)
    low = [
        (duty.clock, duty.climbed, duty.due_at)
        for duty in waiting
        if duty.due_at and ladder.reached(duty.started_at, duty.due_at, now, duty.climbed)
    ]
    assert low == [], now


def assert_somebody_is_to_call(hart: list[User], now: dt.datetime) -> None:
    """Of whoever is there at that moment."""
    urgent = {
        one.pk for one in Referral.objects.awaiting().filter(opened_at__lte=now - PROMISE) if urgency.is_urgent(one)
    }
    if not urgent:
        return
    gone = set(User.objects.gone(now).values_list("pk", flat=True))
    called: set[object] = set()
    for user in hart:
        if user.pk not in gone:
            called |= set(calls.waiting_for(user, now).values_list("pk", flat=True))
    assert urgent <= called, (now, [user.name for user in hart if user.pk not in gone])
