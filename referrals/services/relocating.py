"""A young person moves to another office: the open referral stays with whoever has it, and HART there sees it, too."""

import datetime as dt

from accounts import coverage
from accounts.models import Office, Town, User
from audit import clock
from audit.trail import record
from notifications import notices
from referrals import emails
from referrals.models import Referral
from referrals.services import receiving
from referrals.services.opening import take_step
from screening.services import handing
from youth import services as youths
from youth.models import Youth


def relocate(
    youth: Youth, *, town: Town, to: User | None, from_day: dt.date, because: str, by: User
) -> Referral | None:
    """``youth`` is held. Gives the open referral that the new office's HART now sees. Raises CannotMove."""
    change = youths.move_office(youth, town=town, to=to, from_day=from_day, because=because, by=by)
    handing.keep_owners(youth)
    if change is None:
        return None
    found = Referral.objects.open().filter(youth=youth).first()  # ``youth`` is held: no other one is opened meanwhile
    if found is None:
        return None
    referral = Referral.objects.held(found.pk)
    if referral.office != change.to_office:
        let_in_office(referral, change.from_office, change.to_office, by=by)
    return referral


def let_in_office(referral: Referral, was: Office | None, office: Office, *, by: User) -> None:
    """No new routing: whoever has it keeps it, and both sides are told, so that they agree by phone who goes on."""
    assert referral.youth
    now = clock.now()
    youths.grant_all(referral.youth, why=receiving.why_of(referral), offices=[office])
    words = " → ".join(str(one) for one in (was, office) if one)
    take_step(referral, "moved_office", referral.status, by=by, at=now, words=words)
    facts = {"office": str(office.pk)}
    record("referral.moved_office", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    there = coverage.on_duty_liaison(office, now)
    told = [*receiving.receivers(referral), *([there] if there else User.objects.leads())]
    heard = emails.may_hear(referral.youth, emails.reached(told, by))
    notices.tell_all([person.pk for person in heard], "referral.moved_office", "referral", referral.pk)
