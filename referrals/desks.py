"""Whose desk at HART a referral lies on, as conditions of its rows; and what a list says of one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import OnCallShift, User
from audit import clock
from referrals.choices import YesNoUnknown
from referrals.workflow import ENDED, OPEN, Status

LISTED = (
    "reference", "kind", "status", "level", "priority", "next_due", "opened_at", "age_band", "missing_now",
    "safe_tonight", "acknowledged_at", "ended_at", "youth__legal_first", "youth__legal_last", "office__name",
    "liaison__name", "liaison__email",
)  # fmt: skip


def worked_by(user: User) -> Q:
    return Q() if user.works_every_office else Q(office__in=user.offices_worked)


def new_to(user: User) -> Q:
    """Sent, nobody has said yet that they have it, and this person is one who should."""
    shifts = OnCallShift.objects.at(clock.now()).filter(user=user)
    return Q(status=Status.SENT) & (worked_by(user) | Q(liaison=user) | Q(on_call__in=shifts))


def taken_by(user: User) -> Q:
    return Q(liaison=user) & ~Q(status=Status.SENT)


Condition = Callable[[User, dt.datetime], Q]


@dataclass(frozen=True)
class View:
    """One view of the queue; what has ended stands in none but its own."""

    label: str | Promise
    condition: Condition
    holds_ended: bool = False


def end_of(day: dt.datetime) -> dt.datetime:
    """The first moment of the next local day."""
    tomorrow = timezone.localdate(day) + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))


VIEWS: dict[str, View] = {
    "new": View(_("New"), lambda user, _now: new_to(user)),
    "mine": View(_("Mine"), lambda user, _now: taken_by(user)),
    "unclaimed": View(_("Unclaimed"), lambda user, _now: worked_by(user) & Q(status=Status.SENT)),
    "overdue": View(_("Overdue"), lambda user, now: worked_by(user) & Q(next_due__lt=now)),
    "due-today": View(
        _("Due today"), lambda user, now: worked_by(user) & Q(next_due__gte=now, next_due__lt=end_of(now))
    ),
    "waiting": View(
        _("Waiting for the referrer"), lambda user, _now: worked_by(user) & Q(status=Status.INFORMATION_ASKED)
    ),
    "missing-now": View(_("Missing now"), lambda user, _now: worked_by(user) & Q(missing_now=True)),
    "not-safe-tonight": View(
        _("Not safe tonight"), lambda user, _now: worked_by(user) & Q(safe_tonight=YesNoUnknown.NO)
    ),
    "all": View(_("All in my offices"), lambda user, _now: worked_by(user)),
    "closed": View(_("Closed"), lambda user, _now: worked_by(user), holds_ended=True),
}


def in_view(name: str, user: User, now: dt.datetime) -> Q:
    view = VIEWS[name]
    ended = Q(status__in=[status for status in ENDED if status != Status.VOID])
    return view.condition(user, now) & (ended if view.holds_ended else Q(status__in=OPEN))
