"""What a caseworker has before them today: what is due, and what HART asks."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from dashboards.under import own_of
from duties.models import Duty
from referrals import words
from referrals.models import Referral
from referrals.pages.receipt import tone_of
from referrals.workflow import Status
from vault import keys
from youth.models import Youth

OWN = 100  # birth dates are sealed: only so many young people of one's own are opened to know who turns 18
MOST = 300  # duties
SOON = dt.timedelta(hours=24)
AHEAD = dt.timedelta(days=31)

Own = dict[UUID | None, Youth]  # by id, in the order of a list


class Due(NamedTuple):
    """A duty of one of one's own young people."""

    duty: Duty
    text: str
    who: str
    due: str
    tone: str


def own_youths(user: User) -> Own:
    """Assigned to the person, or added by them and assigned to nobody; the ones added last first."""
    youths = list(Youth.objects.visible_to(user).filter(own_of([user])).for_list().order_by("-pk")[:OWN])
    keys.unlock(youth.pk for youth in youths)
    return {youth.pk: youth for youth in youths}


def owed(own: Own, now: dt.datetime) -> list[Duty]:
    """What the worker owes within a month, or without a limit; what has been due the longest first."""
    rows = Duty.objects.filter(youth__in=own, owner_role=Duty.Owner.WORKER).open()
    return list(rows.exclude(due_at__gte=now + AHEAD).unrestricted().soonest_first()[:MOST])


def due_soon(duties: Iterable[Duty], own: Own, now: dt.datetime) -> list[Due]:
    return [row(duty, own, now) for duty in duties if is_soon(duty, now)]


def is_soon(duty: Duty, now: dt.datetime) -> bool:
    """Overdue, within a day, or without a limit: what must be in nobody's way to tomorrow."""
    return duty.due_at is None or duty.due_at <= now + SOON


def row(duty: Duty, own: Own, now: dt.datetime) -> Due:
    who = initials_and_age(own[duty.youth_id], timezone.localdate(now))
    return Due(duty, words.name_of(duty), who, duty.due_words(now), tone_of(duty, now))


def asked_by_hart(referrals: Iterable[Referral]) -> list[Referral]:
    return [referral for referral in referrals if referral.status == Status.INFORMATION_ASKED]


def initials_and_age(youth: Youth, today: dt.date) -> str:
    age = youth.age_on(today)
    if age is None:
        return _("%(initials)s, age not known") % {"initials": youth.initials}
    return ngettext("%(initials)s, %(age)d year", "%(initials)s, %(age)d years", age) % {
        "initials": youth.initials,
        "age": age,
    }
