"""What a caseworker has before them: what is due, what HART asks, and who turns 18 soon."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from duties.models import Duty
from referrals import words
from referrals.models import Referral
from referrals.pages.receipt import tone_of
from referrals.workflow import Status
from vault import keys
from youth.models import Youth

OWN = 100  # birth dates are sealed: only so many young people of one's own are opened to know who turns 18
ADULT = 18
BEFORE_ADULT = 183  # days, about six months


class Due(NamedTuple):
    """A duty of one of one's own young people."""

    duty: Duty
    text: str
    who: str
    due: str
    tone: str


class Turning(NamedTuple):
    """One of one's own young people who turns 18 soon."""

    youth: Youth
    who: str
    on: dt.date


def own_youths(user: User) -> list[Youth]:
    """Assigned to the person, or added by them and assigned to nobody; the ones added last first."""
    own = Q(assigned_worker=user) | Q(assigned_worker=None, created_by=user)
    youths = list(Youth.objects.visible_to(user).filter(own).order_by("-pk")[:OWN])
    keys.unlock(youth.pk for youth in youths)
    return youths


def due_today(youths: Iterable[Youth], now: dt.datetime) -> list[Due]:
    """Until the local day ends; what is overdue comes first, being due the longest."""
    own: dict[UUID | None, Youth] = {youth.pk: youth for youth in youths}
    today = timezone.localdate(now)
    tonight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time()))
    open_duties = Duty.objects.filter(youth__in=own, owner_role=Duty.Owner.WORKER, due_at__lt=tonight).open()
    return [row(duty, own, now) for duty in open_duties.unrestricted().soonest_first()[:OWN]]


def row(duty: Duty, own: dict[UUID | None, Youth], now: dt.datetime) -> Due:
    who = initials_and_age(own[duty.youth_id], timezone.localdate(now))
    return Due(duty, words.name_of(duty), who, duty.due_words(now), tone_of(duty, now))


def turning_adult(youths: Iterable[Youth], today: dt.date) -> list[Turning]:
    """Within six months: they are screened again before (domain.md 3.3)."""
    days = ((youth, adult_on(youth.birth_date)) for youth in youths if youth.birth_date)
    until = today + dt.timedelta(days=BEFORE_ADULT)
    soon = [Turning(youth, initials_and_age(youth, today), on) for youth, on in days if today < on <= until]
    return sorted(soon, key=lambda one: one.on)


def adult_on(born: dt.date) -> dt.date:
    """Somebody born on February 29 turns 18 on March 1."""
    year = born.year + ADULT
    try:
        return born.replace(year=year)
    except ValueError:
        return dt.date(year, 3, 1)


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


def facts(user: User, referrals: Iterable[Referral], now: dt.datetime) -> dict[str, Any]:
    youths = own_youths(user)
    return {
        "due": due_today(youths, now),
        "asked": asked_by_hart(referrals),
        "turning": turning_adult(youths, timezone.localdate(now)),
    }


def shown_youths(page: dict[str, Any]) -> list[UUID]:
    """Whose initials the page shows because of a duty or a birthday."""
    listed = {one.duty.youth_id for one in page["due"]} | {one.youth.pk for one in page["turning"]}
    return sorted(listed, key=str)
