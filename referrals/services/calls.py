"""Call now (foundations: mail and clocks, 20): urgency goes by phone, as a task of whoever is on duty."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.db.models.functions import Greatest

from accounts import coverage
from accounts.models import User
from accounts.permissions import Permission, grants
from duties import services as duties
from duties.models import Duty, DutyQuerySet
from referrals.desks import taken_by
from referrals.models import Referral, ReferralQuerySet

CALL_NOW = "call_now"


def ask(referral: Referral, *, at: dt.datetime) -> None:
    """Something urgent has come: somebody of HART and the referrer are to speak. One open task at a time."""
    if not open_calls().about("referral", referral.pk).exists():
        call = duties.prepared(
            about=("referral", referral.pk), action=CALL_NOW, kind=Duty.Kind.PROPOSED, owner=Duty.Owner.HART,
            youth_id=referral.youth_id, started_at=at,
        )  # fmt: skip
        duties.start(call)


def record_call(referral: Referral, *, by: User, at: dt.datetime, who: str) -> None:
    """Closed through the referral, so that one which names nobody can be closed too."""
    if not grants(by, Permission.DECIDE_REFERRAL):
        raise PermissionDenied
    for duty in open_calls().about("referral", referral.pk):
        duties.done(duty, by=by, at=at, how=who)
    Referral.objects.filter(pk=referral.pk).update(last_contact_at=Greatest("last_contact_at", at))


def no_longer_asked(referral: Referral, *, by: User, because: str) -> None:
    for duty in open_calls().about("referral", referral.pk):
        duties.not_applicable(duty, by=by, because=because)


def waiting_for(user: User, at: dt.datetime) -> ReferralQuerySet:
    """Whom this person is to call: all while they are on call, else what they took; with nobody on call, by office."""
    waiting = Referral.objects.visible_to(user).filter(pk__in=open_calls().values("about_id"))
    shift = coverage.on_call(at)
    if shift is None:
        return waiting.in_offices_of(user)
    return (
        waiting
        if shift.user_id == user.pk
        else waiting.open().filter(taken_by(user) | Q(youth__sealed_at__isnull=False))
    )


def open_calls() -> DutyQuerySet:
    return Duty.objects.filter(about_kind="referral", action=CALL_NOW).open()
