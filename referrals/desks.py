"""Whose desk at HART a referral lies on, as conditions of its rows; and what a list says of one."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Index, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import OnCallShift, User
from audit import clock
from referrals.choices import YesNoUnknown
from referrals.transfers import Transfer
from referrals.workflow import ENDED, OPEN, Status

if TYPE_CHECKING:
    from referrals.models import Referral

CLOSED = tuple(status for status in ENDED if status != Status.VOID)
LISTED = (
    "reference", "kind", "status", "level", "priority", "next_due", "opened_at", "age_band", "missing_now",
    "safe_tonight", "acknowledged_at", "acknowledged_by", "ended_at", "last_contact_at", "snoozed_until",
    "concern_type", "youth__legal_first", "youth__legal_last",
    "office__name", "liaison__name", "liaison__email",
)  # fmt: skip


def worked_by(user: User) -> Q:
    return Q() if user.works_every_office else Q(office__in=user.offices_worked)


def new_to(user: User) -> Q:
    """Sent, nobody has said yet that they have it, and this person is one who should."""
    shifts = OnCallShift.objects.at(clock.now()).filter(user=user)
    return Q(status=Status.SENT) & (worked_by(user) | Q(liaison=user) | Q(on_call__in=shifts))


def works(user: User, referral: "Referral") -> bool:
    """Whether it is this person's to move: their office's, their own, or theirs while on call. Others of HART read."""
    shift = referral.on_call
    if user.pk in (referral.liaison_id, shift and shift.user_id) or user.works_every_office:
        return True
    return referral.office in user.offices_worked


def passed_on(user: User) -> Q:
    """What left an office of theirs and has not come back: they read it."""
    if user.works_every_office:
        return Q(pk__in=())
    gone = Transfer.objects.filter(from_office__in=user.offices_worked).values("step__referral")
    return Q(pk__in=gone) & ~worked_by(user) & ~Q(liaison=user)


def taken_by(user: User) -> Q:
    return Q(liaison=user) & ~Q(status=Status.SENT)


def awake(now: dt.datetime) -> Q:
    """Not put aside, or the time is over. What is late or dangerous stands in its views all the same."""
    return Q(snoozed_until=None) | Q(snoozed_until__lte=now)


Condition = Callable[[User, dt.datetime], Q]


@dataclass(frozen=True)
class View:
    """One view of the queue; what has ended stands in none but its own."""

    label: str | Promise
    condition: Condition
    holds_ended: bool = False


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of a local day."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def end_of(day: dt.datetime) -> dt.datetime:
    return midnight(timezone.localdate(day) + dt.timedelta(days=1))


VIEWS: dict[str, View] = {
    "new": View(_("New"), lambda user, _now: new_to(user)),
    "mine": View(_("Mine"), lambda user, now: taken_by(user) & awake(now)),
    "unclaimed": View(_("Unclaimed"), lambda user, _now: worked_by(user) & Q(status=Status.SENT)),
    "overdue": View(_("Overdue"), lambda user, now: worked_by(user) & Q(next_due__lt=now)),
    "due-today": View(
        _("Due today"), lambda user, now: worked_by(user) & Q(next_due__gte=now, next_due__lt=end_of(now))
    ),
    "waiting": View(
        _("Waiting for the referrer"),
        lambda user, now: worked_by(user) & Q(status=Status.INFORMATION_ASKED) & awake(now),
    ),
    "snoozed": View(_("Snoozed"), lambda user, now: worked_by(user) & Q(snoozed_until__gt=now)),
    "missing-now": View(_("Missing now"), lambda user, _now: worked_by(user) & Q(missing_now=True)),
    "not-safe-tonight": View(
        _("Not safe tonight"), lambda user, _now: worked_by(user) & Q(safe_tonight=YesNoUnknown.NO)
    ),
    "passed-on": View(_("Transferred away"), lambda user, _now: passed_on(user)),
    "all": View(_("All in my offices"), lambda user, _now: worked_by(user)),
    "closed": View(_("Closed"), lambda user, _now: worked_by(user), holds_ended=True),
}


def in_view(name: str, user: User, now: dt.datetime) -> Q:
    view = VIEWS[name]
    return view.condition(user, now) & (Q(status__in=CLOSED) if view.holds_ended else Q(status__in=OPEN))


# Each view is found by an index of its own rows, however many have ended.
IS_OPEN = Q(status__in=OPEN)
INDEXES = (
    Index(fields=["-priority", "next_due", "opened_at", "id"], name="referral_urgent", condition=IS_OPEN),
    Index(fields=["next_due", "id"], name="referral_open_due", condition=IS_OPEN),
    Index(fields=["liaison"], name="referral_open_of", condition=IS_OPEN),
    Index(fields=["office"], name="referral_missing", condition=IS_OPEN & Q(missing_now=True)),
    Index(fields=["office"], name="referral_not_safe", condition=IS_OPEN & Q(safe_tonight=YesNoUnknown.NO)),
    Index(fields=["snoozed_until"], name="referral_snoozed", condition=IS_OPEN & Q(snoozed_until__isnull=False)),
    Index(fields=["-ended_at", "id"], name="referral_ended", condition=Q(status__in=CLOSED)),
    Index(fields=["-opened_at", "id"], name="referral_received"),
)
