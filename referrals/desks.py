"""Whose desk at HART a referral lies on, as conditions of its rows; and what a list says of one."""

from django.db.models import Q

from accounts.models import OnCallShift, User
from audit import clock
from referrals.workflow import Status

LISTED = (
    "reference", "kind", "status", "level", "priority", "next_due", "opened_at", "age_band", "missing_now",
    "safe_tonight", "acknowledged_at", "youth__legal_first", "youth__legal_last", "office__name",
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
