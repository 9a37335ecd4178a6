"""The moves of workflow.py: lock, then look, then write."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock as database_clock
from audit.refusals import Refusal
from audit.trail import record
from duties import words as times
from referrals import desks, determinations, emails
from referrals.models import Referral
from referrals.services import anonymity, claiming, clocks, ending, opening
from referrals.services.effects import CHOICES, EFFECTS, Said, determined
from referrals.workflow import MOVES, Move, Owner, moves_from


class MoveRefused(Refusal):
    """The move is not possible now; the sentence says what is. The form is not on the page any more."""

    shows_typed = True


class WordsMissing(Refusal):
    """The move needs a reason, a question, an answer or a choice."""


class ClosingRefused(Refusal):
    """The reason does not fit how it stands with the young person; the sentence says why."""

    shows_typed = True


class AnswerNamesSomebody(anonymity.NamesSomebody):
    """The answer about somebody without identity would say who it is."""

    shows_typed = True


def move(
    referral: Referral,
    name: str,
    *,
    by: User,
    words: str = "",
    choice: str = "",
    details: Mapping[str, Any] | None = None,
) -> Referral:
    step = MOVES[name]
    if not grants(by, step.permission):
        raise PermissionDenied
    referral = Referral.objects.held(referral.pk)
    said, before = Said(by, database_clock.now(), words, choice, details or {}), referral.status
    if is_same_press(referral, step, said):
        return referral
    refuse_not_theirs(referral, step, by=by)
    refuse_untimely(referral, step)
    refuse_incomplete(referral, step, said)
    refuse_names(referral, step, said)
    refuse_unfit(referral, step, said)
    referral.status, referral.last_contact_at, referral.snoozed_until = step.target, said.at, None
    EFFECTS[name](referral, said)
    clocks.keep_next_due(referral)
    referral.save()
    opening.take_step(referral, name, before, by=by, at=said.at, choice=choice, words=words)
    facts = {"from": before, "to": step.target.value, "choice": choice}
    record(step.event, "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    tell(referral, step, by)
    return referral


def is_same_press(referral: Referral, step: Move, said: Said) -> bool:
    """A double click is one move: the last thing that happened is this, by this person, in these words."""
    last = referral.steps.last()
    if last is None or referral.status != step.target:
        return False
    last.referral = referral  # its key is the referral's
    if (last.move, last.by_id, last.words, last.choice) != (step.name, said.by.pk, said.words, said.choice):
        return False
    return step.name != "determine" or determinations.of(referral)[0].details() == determined(referral, said).details()


def refuse_not_theirs(referral: Referral, step: Move, *, by: User) -> None:
    """Who only reads it moves nothing: the office it was transferred from, another one that knows the person."""
    if step.permission == Permission.DECIDE_REFERRAL and not desks.works(by, referral):
        raise MoveRefused(why_not_theirs(referral), page_of(referral))


def why_not_theirs(referral: Referral) -> str:
    return _("%(office)s works this referral. You read it.") % {"office": referral.office}


def refuse_untimely(referral: Referral, step: Move) -> None:
    if referral.status not in step.sources:
        raise MoveRefused(why_not_now(referral, step), page_of(referral))


def refuse_incomplete(referral: Referral, step: Move, said: Said) -> None:
    if step.needs_words and not said.words.strip():
        raise WordsMissing(_("Write the words that go with it first."), page_of(referral))
    if step.needs_choice and said.choice not in CHOICES[step.name]:
        raise WordsMissing(_("Choose one of the list first."), page_of(referral))


def refuse_names(referral: Referral, step: Move, said: Said) -> None:
    """Only of whoever answers: they know the person. Telling HART what names somebody would itself name them."""
    if not referral.names_nobody or step.permission != Permission.REFER:
        return
    youth = anonymity.youth_behind(referral, known_to=said.by)
    if youth and (found := anonymity.names_in(youth, said.words)):
        raise AnswerNamesSomebody(anonymity.take_out(found), page_of(referral))


WHY_NOT: dict[str, tuple[type[Refusal], Callable[[Referral, Said], str]]] = {  # a sentence, or nothing
    "give_back": (MoveRefused, lambda referral, said: claiming.why_not_given_back(referral, said.by, said.at)),
    "close": (ClosingRefused, ending.why_not_closed),
    "reopen": (MoveRefused, lambda referral, _said: ending.why_not_reopened(referral)),
}


def refuse_unfit(referral: Referral, step: Move, said: Said) -> None:
    """What the table of moves cannot say: it hangs on the young person, on time, or on another referral."""
    if step.name in WHY_NOT:
        refusal, asked = WHY_NOT[step.name]
        if why := asked(referral, said):
            raise refusal(why, page_of(referral))


def page_of(referral: Referral) -> str:
    """The address that leads each role to its own page of the referral."""
    return reverse("referrals:open", args=[referral.pk])


def why_not_now(referral: Referral, step: Move) -> str:
    if step.name == "acknowledge" and referral.acknowledged_by and referral.acknowledged_at:
        return _("%(person)s has it since %(moment)s.") % {
            "person": referral.acknowledged_by.display_name,
            "moment": times.moment(referral.acknowledged_at, database_clock.now()),
        }
    moves_now = [str(one.label) for one in moves_from(referral.status) if not one.is_undo]
    possible = ", ".join(moves_now) or _("nothing, it has ended")
    return _("This is now: %(status)s. Possible now: %(possible)s.") % {
        "status": referral.get_status_display(),
        "possible": possible,
    }


def tell(referral: Referral, step: Move, by: User) -> None:
    if step.tells == Owner.WORKER:
        emails.tell(referral, step.event, referral.senders(), but=by)
    else:
        emails.tell(referral, step.event, [referral.liaison], but=by)
