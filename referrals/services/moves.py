"""The moves of workflow.py: lock, then look, then write."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from referrals import determinations, emails
from referrals.choices import Closing, Determination
from referrals.models import Determined, Referral
from referrals.services import anonymity, calls, claiming, clocks, ending, history, opening, receiving
from referrals.workflow import ENDED, MOVES, Move, Owner, Status, moves_from


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


@dataclass(frozen=True)
class Said:
    """What a move was made with."""

    by: User
    at: dt.datetime
    words: str
    choice: str
    details: Mapping[str, Any]  # of a determination: determinations.DETAILS


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
    referral = Referral.objects.select_for_update(of=("self",)).with_people().get(pk=referral.pk)
    said, before = Said(by, database_clock.now(), words, choice, details or {}), referral.status
    if is_same_press(referral, step, said):
        return referral
    refuse_untimely(referral, step)
    refuse_incomplete(referral, step, said)
    refuse_names(referral, step, said)
    refuse_closing(referral, step, said)
    refuse_undoing(referral, step, said)
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


def determined(referral: Referral, said: Said) -> Determined:
    return Determined(referral=referral, value=said.choice, reasons=said.words, by=said.by, at=said.at, **said.details)


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


def refuse_closing(referral: Referral, step: Move, said: Said) -> None:
    if step.name == "close" and (why := ending.why_not_closed(referral, said.choice, said.at)):
        raise ClosingRefused(why, page_of(referral))


def refuse_undoing(referral: Referral, step: Move, said: Said) -> None:
    if step.is_undo and not claiming.may_give_back(referral, said.by, said.at):
        raise MoveRefused(
            _("It can no longer be given back. HART's lead can give it to somebody else."), page_of(referral)
        )


def page_of(referral: Referral) -> str:
    """The address that leads each role to its own page of the referral."""
    return reverse("referrals:open", args=[referral.pk])


def why_not_now(referral: Referral, step: Move) -> str:
    if step.name == "acknowledge" and referral.acknowledged_by and referral.acknowledged_at:
        return _("%(person)s has it since %(moment)s.") % {
            "person": referral.acknowledged_by.display_name,
            "moment": times.moment(referral.acknowledged_at, database_clock.now()),
        }
    if step.name == "determine" and referral.status == Status.DETERMINED:
        first = determinations.of(referral)[0]
        return _(
            "%(person)s has recorded a determination: %(value)s, %(moment)s. Read it on the referral; if yours still "
            "differs, start the review again and record it."
        ) % {
            "person": first.by.display_name,
            "value": first.get_value_display(),
            "moment": times.moment(first.at, database_clock.now()),
        }
    moves_now = [str(one.label) for one in moves_from(referral.status) if not one.is_undo]
    possible = ", ".join(moves_now) or _("nothing, it has ended")
    return _("This is now: %(status)s. Possible now: %(possible)s.") % {
        "status": referral.get_status_display(),
        "possible": possible,
    }


def acknowledge(referral: Referral, said: Said) -> None:
    referral.acknowledged_at, referral.acknowledged_by, referral.liaison = said.at, said.by, said.by
    receiving.let_in(referral, [said.by])
    clocks.finish(referral, *clocks.ACKNOWLEDGEMENTS, at=said.at, by=said.by, how=_("Acknowledged here."))
    clocks.start_hart(referral, "feedback", said.at)


def give_back(referral: Referral, said: Said) -> None:
    claiming.give_back(referral, at=said.at, by=said.by)
    emails.tell(referral, "referral.give_back", receiving.receivers(referral), mailbox=True, but=said.by)


def start_review(referral: Referral, said: Said) -> None:
    """A review after a determination starts its clock again."""
    if referral.determination:
        clocks.start_hart(referral, "determination", said.at)


def ask_information(referral: Referral, said: Said) -> None:
    clocks.start_hart(referral, "information_reply", said.at, clocks.WORKER)
    answered(referral, said, _("HART asked the referrer."))


def answer_information(referral: Referral, said: Said) -> None:
    clocks.finish(referral, "information_reply", at=said.at, by=said.by, how=_("Answered here."))


def determine(referral: Referral, said: Said) -> None:
    referral.determination, referral.determination_reasons = said.choice, said.words
    referral.determined_at, referral.determined_by = said.at, said.by
    determined(referral, said).save()
    clocks.finish(referral, "determination", at=said.at, by=said.by, how=_("Determined here."))
    clocks.stop(referral, "information_reply", by=said.by, because=_("HART has determined."))
    answered(referral, said, _("HART has determined."))
    history.keep_finding(referral)
    referral.outcome_told, referral.outcome_told_words = "", ""
    referral.outcome_told_by, referral.outcome_told_at = "", None
    clocks.start_hart(referral, "tell_outcome", said.at, clocks.WORKER)


def close(referral: Referral, said: Said) -> None:
    referral.closing = said.choice
    end(referral, said)


def not_accept(referral: Referral, said: Said) -> None:
    end(referral, said)
    clocks.start_hart(referral, "tell_outcome", said.at, clocks.WORKER)


def end(referral: Referral, said: Said) -> None:
    assert referral.status in ENDED
    referral.ended_at, referral.ended_by, referral.ended_words = said.at, said.by, said.words
    answered(referral, said, _("HART has said how it ended."))
    calls.no_longer_asked(referral, by=said.by, because=_("It has ended."))
    clocks.stop(referral, *clocks.SERVICE_CLOCKS, by=said.by, because=_("It has ended."))


def answered(referral: Referral, said: Said, how: str) -> None:
    """Whatever the referrer can read is feedback, and stops its clock."""
    clocks.finish(referral, "feedback", at=said.at, by=said.by, how=how)


EFFECTS: dict[str, Callable[[Referral, Said], None]] = {
    "acknowledge": acknowledge,
    "give_back": give_back,
    "start_review": start_review,
    "ask_information": ask_information,
    "answer_information": answer_information,
    "determine": determine,
    "close": close,
    "not_accept": not_accept,
}
CHOICES = {"determine": Determination.values, "close": Closing.values}


def tell(referral: Referral, step: Move, by: User) -> None:
    if step.tells == Owner.WORKER:
        emails.tell(referral, step.event, referral.senders(), but=by)
    else:
        emails.tell(referral, step.event, [referral.liaison], mailbox=True, but=by)
