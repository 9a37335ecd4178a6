"""HART's business hours: kept from a day on, looked at first, and what runs is counted anew."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import clock
from audit.models import Entry
from duties import business
from duties.clocks import CLOCKS, Calendar, Hours, due_at
from duties.models import BusinessHours, Duty
from referrals.models import Referral
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")

DAY = dt.timedelta(days=1)


def typed(since: dt.date, opens: str = "10:00", closes: str = "18:00", **more: str) -> dict[str, Any]:
    return {
        "since_month": since.month,
        "since_day": since.day,
        "since_year": since.year,
        "opens": opens,
        "closes": closes,
        **more,
    }


def post(by: User, said: dict[str, Any]) -> str:
    return as_(by).post(reverse("administration:hours"), said, follow=True).content.decode()


def tomorrow() -> dt.date:
    return timezone.localdate(clock.now()) + DAY


def determination(referral: Referral) -> Duty:
    return Duty.objects.about("referral", referral.pk).get(clock="determination")


def test_clocks_that_run_are_counted_anew_from_the_day_on(administrator: User, people: Cast) -> None:
    referral = sent(people, "3")
    before, real_time = determination(referral), Duty.objects.exclude(clock="").exclude(pk__in=Duty.objects.limits())
    limits = dict(real_time.values_list("pk", "due_at"))
    assert "Kept." in post(administrator, typed(tomorrow()))
    after = determination(referral)
    assert after.due_at == due_at(CLOCKS["determination"], before.started_at, [], business.calendar())
    assert after.due_at != before.due_at
    assert dict(real_time.values_list("pk", "due_at")) == limits
    referral.refresh_from_db()
    assert referral.next_due == Duty.objects.unrestricted().next_due_about("referral", referral.pk)
    facts = Entry.objects.get(action="hours.set", actor=administrator.pk).facts
    assert (facts["opens"], facts["closes"]) == ("10:00", "18:00")
    page = as_(administrator).get(reverse("administration:roster")).content.decode()
    assert "Monday to Friday, 8:30 AM to 4:30 PM" in page
    assert "Monday to Friday, 10:00 AM to 6:00 PM" in page


def test_a_look_says_how_many_limits_move_and_moves_none(administrator: User, people: Cast) -> None:
    referral = sent(people, "3")
    before = Duty.objects.limits()
    page = post(administrator, typed(tomorrow(), look="1"))
    moving = sum(
        due_at(CLOCKS[duty.clock], duty.started_at, [], changed()) != duty.due_at
        for duty in Duty.objects.in_business_time().open()
    )
    assert moving
    assert f"{moving} clock" in page
    assert "another limit" in page
    assert Duty.objects.limits() == before
    assert not BusinessHours.objects.exists()
    assert determination(referral).climbed == 0


def changed() -> Calendar:
    usual = business.standard()
    return dataclasses.replace(usual, hours=(*usual.hours, Hours(tomorrow(), dt.time(10), dt.time(18))))


def test_what_is_late_already_stays_late(administrator: User, people: Cast) -> None:
    duty = determination(sent(people, "3"))
    past = clock.now() - 3 * DAY
    Duty.objects.filter(pk=duty.pk).update(due_at=past, climbed=2)
    post(administrator, typed(tomorrow()))
    duty.refresh_from_db()
    assert (duty.due_at, duty.climbed) == (past, 2)


def test_hours_of_a_day_that_was_decided_are_replaced(administrator: User) -> None:
    post(administrator, typed(tomorrow()))
    post(administrator, typed(tomorrow(), "9:00 AM", "5:00 PM"))
    assert BusinessHours.objects.in_order() == [Hours(tomorrow(), dt.time(9), dt.time(17))]


@pytest.mark.parametrize(
    ("days", "opens", "closes", "sentence"),
    [
        (0, "10:00", "18:00", "Choose a day from tomorrow on"),
        (1, "18:00", "10:00", "It ends before it begins."),
        (1, "25:00", "10:00", "Enter a time, for example 8:30 AM."),
        (1, "", "10:00", "Enter when HART begins."),
    ],
)
def test_what_does_not_hold_is_said(administrator: User, days: int, opens: str, closes: str, sentence: str) -> None:
    page = post(administrator, typed(timezone.localdate(clock.now()) + days * DAY, opens, closes))
    assert sentence in page
    assert not BusinessHours.objects.exists()


def test_nobody_else_sets_them(people: Cast) -> None:
    assert as_(people.lead).post(reverse("administration:hours"), typed(tomorrow())).status_code == 403
