"""What was taken with one press can be given back with one, for a few minutes: a finger slips."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import Office, User
from duties import services as duties
from duties.models import Duty
from referrals.models import Referral
from referrals.services import clocks, receiving
from referrals.workflow import Status

UNDO = dt.timedelta(minutes=10)


def may_give_back(referral: Referral, user: User, now: dt.datetime) -> bool:
    """Nothing has come of it yet, and it is whoever took it who thinks again."""
    if referral.status != Status.ACKNOWLEDGED or referral.acknowledged_at is None:
        return False
    taken_by = {referral.acknowledged_by_id, referral.liaison_id}
    return taken_by == {user.pk} and now - referral.acknowledged_at <= UNDO


def why_not_given_back(referral: Referral, user: User, now: dt.datetime) -> str:
    """A sentence, or nothing."""
    if may_give_back(referral, user, now):
        return ""
    return _("It can no longer be given back. HART's lead can give it to somebody else.")


def give_back(referral: Referral, *, at: dt.datetime, by: User) -> None:
    """As if nobody had it: the clock of the acknowledgement goes on from where it began. The caller saves it."""
    taken_at = referral.acknowledged_at
    referral.acknowledged_at = referral.acknowledged_by = None
    referral.liaison = liaison_for(referral, at)
    finished = Duty.objects.about("referral", referral.pk).filter(clock__in=clocks.ACKNOWLEDGEMENTS, done_at=taken_at)
    for duty in finished:
        duties.reopen(duty, by=by)
    clocks.stop(referral, "feedback", by=by, because=_("It was given back."))


def liaison_for(referral: Referral, at: dt.datetime) -> User | None:
    """Whoever is on duty for its office now, as when it came; of a sealed record the lead says who."""
    found = coverage.on_duty_liaison(referral.office, at) or coverage.on_duty_liaison(Office.objects.central(), at)
    return None if found and receiving.is_kept_from(referral, found.pk) else found
