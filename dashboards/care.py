"""Care for those who read severe accounts: how many is shown to that person alone, and support can be offered."""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.models import Entry
from audit.trail import record
from dashboards import acting
from dashboards.under import people_under
from notifications import notices
from referrals.models import Referral
from screening.models import Level

WEEK = dt.timedelta(days=7)
MANY = 10  # young people at level 4 in a week; product decision, until the agency names a number
READING = ("referral.view", "screening.view")
OFFER = "care.offer"


def read_in_a_week(people: Iterable[UUID], now: dt.datetime) -> dict[UUID, int]:
    """Of each who read any: of how many young people whose referral is of level 4 they opened what is written."""
    severe = Referral.objects.filter(level=Level.TOLD).values("youth")
    read = Entry.objects.filter(actor__in=people, action__in=READING, at__gte=now - WEEK, youth__in=severe)
    counted = read.order_by().values("actor").annotate(n=Count("youth", distinct=True))
    return {row["actor"]: row["n"] for row in counted if row["actor"]}


def who_read_much(people: Iterable[User], now: dt.datetime) -> set[UUID]:
    """For a flag and an offer alone: whoever leads the unit is shown neither who it is nor how much."""
    there = [one.pk for one in people if one.is_active]
    return {pk for pk, number in read_in_a_week(there, now).items() if number >= MANY}


def offer_support(*, by: User) -> None:
    """To each of them, in the app; nobody else hears of it."""
    if not grants(by, Permission.VIEW_UNIT):
        raise PermissionDenied
    people = [one for one in people_under(by, acting.units_led(by)) if one != by]
    notices.tell_all(who_read_much(people, clock.now()), OFFER, "care", by.pk)
    record(OFFER, "user", None, by=by.pk)


def care_page(user: User, offered_by: UUID) -> dict[str, object]:
    """Raises Http404 where that person leads no unit of the reader's."""
    leader = User.objects.active().filter(pk=offered_by).first()
    if leader is None or user.unit not in acting.units_led(leader):
        raise Http404
    return {"leader": leader, "number": read_in_a_week([user.pk], clock.now()).get(user.pk, 0)}
