"""The young person is told of the outcome: by whom, when, what; or why not yet. Recorded by the referrer."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from duties import words as times
from referrals.choices import WasTold
from referrals.models import Referral
from referrals.services import additions, clocks, moves, opening
from referrals.workflow import DECIDED, Status

STEP = "tell_outcome"
SETTLED = (*DECIDED, Status.CLOSED, Status.NOT_ACCEPTED)


class NoOutcomeYet(Refusal):
    """HART has not decided, so there is nothing to tell."""

    shows_typed = True


@dataclass(frozen=True)
class Telling:
    outcome_told: str
    words: str
    told_by: str = ""
    told_at: dt.datetime | None = None

    def in_words(self, now: dt.datetime) -> str:
        """For the step, which keeps what a later telling takes the place of."""
        when = times.moment(self.told_at, now) if self.told_at else ""
        head = ", ".join(part for part in (self.told_by, when) if part)
        return f"{head}: {self.words}" if head else self.words


def decided_at(referral: Referral) -> dt.datetime | None:
    """Since when there is something to tell: a determination, or that it was not accepted."""
    if referral.status not in SETTLED:
        return None
    return referral.determined_at or referral.ended_at


def record_told(referral: Referral, said: Telling, *, by: User) -> Referral:
    """Only a telling, or a wish not to be told, settles it; "not yet" is kept and stays due."""
    referral = Referral.objects.held(referral.pk)
    refuse_undecided(referral)
    additions.refuse_names(referral, f"{said.words} {said.told_by}", by=by)
    if is_recorded(referral, said):
        return referral
    now = clock.now()
    write(referral, said)
    if said.outcome_told == WasTold.TOLD:
        clocks.finish(referral, STEP, at=said.told_at or now, by=by, how=_("Recorded with the referral."))
    elif said.outcome_told == WasTold.NOT_WANTED:
        clocks.stop(referral, STEP, by=by, because=_("They do not want to hear it."))
    referral.save()
    opening.take_step(
        referral, STEP, referral.status, by=by, at=now, choice=said.outcome_told, words=said.in_words(now)
    )
    facts = {"choice": said.outcome_told}
    record("referral.tell_outcome", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    return referral


def refuse_undecided(referral: Referral) -> dt.datetime:
    """Since when there is something to tell. Raises NoOutcomeYet."""
    since = decided_at(referral)
    if since is None:
        raise NoOutcomeYet(_("HART has not decided yet: there is no outcome to tell."), moves.page_of(referral))
    return since


def is_recorded(referral: Referral, said: Telling) -> bool:
    """A second press of the same words."""
    return said == Telling(
        referral.outcome_told, referral.outcome_told_words, referral.outcome_told_by, referral.outcome_told_at
    )


def write(referral: Referral, said: Telling) -> None:
    referral.outcome_told, referral.outcome_told_words = said.outcome_told, said.words
    referral.outcome_told_by, referral.outcome_told_at = said.told_by, said.told_at
