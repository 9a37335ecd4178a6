"""Who has it: what was taken with one press can be given back with one, and another office can have it as new."""

import datetime as dt

from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import Office, User
from duties import services as duties
from duties.models import Duty
from referrals import urgency
from referrals.models import Referral
from referrals.routing import Place
from referrals.services import calls, clocks, receiving
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


def give_to_office(referral: Referral, office: Office, *, at: dt.datetime) -> None:
    """As if it had come there now; a promise that is still running runs on. The caller saves it."""
    was_taken = referral.acknowledged_at is not None
    referral.acknowledged_at = referral.acknowledged_by = None
    referral.office, referral.routed_because = office, Place.TRANSFER.value
    referral.liaison = liaison_for(referral, at)
    is_urgent = urgency.is_urgent(referral)
    shift = coverage.on_call(at) if is_urgent else None
    referral.on_call = None if shift and receiving.is_kept_from(referral, shift.user_id) else shift
    if was_taken:
        clocks.start_hart(referral, urgency.acknowledgement(referral, historic=False), at)
    if was_taken and is_urgent:
        calls.ask(referral, at=at)


def liaison_for(referral: Referral, at: dt.datetime) -> User | None:
    """Whoever is on duty for its office now, as when it came; of a sealed record the lead says who."""
    found = coverage.on_duty_liaison(referral.office, at) or coverage.on_duty_liaison(Office.objects.central(), at)
    return None if found and receiving.is_kept_from(referral, found.pk) else found
