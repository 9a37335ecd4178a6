"""A duty is done, or does not apply: recorded by whoever owes it, and the referral's next clock follows."""

import datetime as dt

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.permissions import Permission, grants
from duties import services as duties
from duties.models import Duty
from referrals import desks
from referrals.models import Referral
from referrals.services import clocks, moves


def do(duty: Duty, *, by: User, at: dt.datetime, how: str) -> Duty:
    referral = locked_referral(duty, by)
    duty = clocks.record_done(duty, by=by, at=at, how=how)
    if referral:
        clocks.review_again(referral, duty)
    keep(referral)
    return duty


def does_not_apply(duty: Duty, *, by: User, because: str) -> Duty:
    referral = locked_referral(duty, by)
    duty = duties.not_applicable(duty, by=by, because=because)
    keep(referral)
    return duty


def pause(duty: Duty, *, by: User, because: str) -> Duty:
    """Only of a referral's own clocks; raises duties.CannotPause."""
    referral = locked_referral(duty, by)
    duty = duties.pause(duty, by=by, because=because)
    keep(referral)
    return duty


def resume(duty: Duty, *, by: User) -> Duty:
    referral = locked_referral(duty, by)
    duty = duties.resume(duty, by=by)
    keep(referral)
    return duty


def may_settle(duty: Duty, user: User) -> bool:
    """HART's duties are HART's to settle, the worker's are anybody's who may work with the profile."""
    needed = Permission.DECIDE_REFERRAL if duty.owner_role == Duty.Owner.HART else Permission.EDIT_YOUTH
    return grants(user, needed)


def locked_referral(duty: Duty, by: User) -> Referral | None:
    """The referral is locked before its duty, as every move does."""
    if not may_settle(duty, by):
        raise PermissionDenied
    if duty.about_kind != "referral":
        return None
    referral = Referral.objects.held(duty.about_id)
    if duty.owner_role == Duty.Owner.HART and not desks.works(by, referral):
        raise moves.MoveRefused(moves.why_not_theirs(referral), moves.page_of(referral))
    return referral


def keep(referral: Referral | None) -> None:
    if referral:
        clocks.keep_next_due(referral)
        referral.save(update_fields=["next_due"])
