"""Whoever referred says whether HART's answer was of use: what HART learns from, and no clock."""

from accounts.models import User
from audit import clock
from audit.trail import record
from notifications import notices
from referrals import emails
from referrals.models import Referral
from referrals.services import additions, opening, outcome, receiving

STEP = "useful"


def say_useful(referral: Referral, *, choice: str, words: str, by: User) -> Referral:
    """Said again it stands beside what was said before; a second press of the same is one.

    HART reads it with the referral, and gets no mail of it. Raises NoOutcomeYet.
    """
    referral = Referral.objects.held(referral.pk)
    outcome.refuse_undecided(referral)
    additions.refuse_names(referral, words, by=by)
    last = referral.steps.last()
    assert last is not None
    last.referral = referral  # its key is the referral's
    if (last.move, last.by_id, last.choice, last.words) == (STEP, by.pk, choice, words):
        return referral
    opening.take_step(referral, STEP, referral.status, by=by, at=clock.now(), choice=choice, words=words)
    facts = {"choice": choice}
    record("referral.useful", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    heard = emails.may_hear(referral.youth, emails.reached(receiving.receivers(referral), by))
    notices.tell_all([person.pk for person in heard], "referral.useful", "referral", referral.pk)
    return referral
