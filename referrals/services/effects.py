"""What each move does besides changing the state: clocks, people, and what is kept. ``moves`` has looked already."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from referrals import emails
from referrals.choices import OF_A_MOVE, Review
from referrals.models import Determined, Referral
from referrals.services import calls, claiming, clocks, history, receiving
from referrals.workflow import ENDED

CHOICES = {name: tuple(options.values) for name, (options, _label) in OF_A_MOVE.items()}


@dataclass(frozen=True)
class Said:
    """What a move was made with."""

    by: User
    at: dt.datetime
    words: str
    choice: str
    details: Mapping[str, Any]  # of a determination: determinations.DETAILS; of closing: closing.DETAILS


def acknowledge(referral: Referral, said: Said) -> None:
    referral.acknowledged_at, referral.acknowledged_by, referral.liaison = said.at, said.by, said.by
    receiving.let_in(referral, [said.by])
    clocks.finish(referral, *clocks.ACKNOWLEDGEMENTS, at=said.at, by=said.by, how=_("Acknowledged here."))
    clocks.start_hart(referral, "feedback", said.at)


def give_back(referral: Referral, said: Said) -> None:
    claiming.give_back(referral, at=said.at, by=said.by)
    emails.tell(referral, "referral.give_back", receiving.receivers(referral), but=said.by)


def start_review(referral: Referral, said: Said) -> None:
    """A review after a determination starts its clock again."""
    if referral.determination:
        clocks.start_hart(referral, "determination", said.at)


def ask_information(referral: Referral, said: Said) -> None:
    clocks.start_hart(referral, "information_reply", said.at, clocks.WORKER)
    answered(referral, said, _("HART asked the referrer."))


def answer_information(referral: Referral, said: Said) -> None:
    clocks.finish(referral, "information_reply", at=said.at, by=said.by, how=_("Answered here."))


def determined(referral: Referral, said: Said) -> Determined:
    return Determined(referral=referral, value=said.choice, reasons=said.words, by=said.by, at=said.at, **said.details)


def determine(referral: Referral, said: Said) -> None:
    referral.determination, referral.determination_reasons = said.choice, said.words
    referral.determined_at, referral.determined_by = said.at, said.by
    found = determined(referral, said)
    found.save()
    referral.determined = found
    clocks.finish(referral, "determination", at=said.at, by=said.by, how=_("Determined here."))
    clocks.stop(referral, "information_reply", by=said.by, because=_("HART has determined."))
    answered(referral, said, _("HART has determined."))
    if found.review:
        clocks.set_review(referral, found.review, said.at, by=said.by)
    history.keep_finding(referral)
    referral.outcome_told, referral.outcome_told_words = "", ""
    referral.outcome_told_by, referral.outcome_told_at = "", None
    clocks.start_hart(referral, "tell_outcome", said.at, clocks.WORKER)


def begin_services(referral: Referral, said: Said) -> None:
    """Which ones is recorded one by one; the clocks run on."""


def monitor(referral: Referral, said: Said) -> None:
    clocks.set_review(referral, said.choice, said.at, by=said.by)


def search(referral: Referral, said: Said) -> None:
    """Nobody is given up: every seven days HART looks again (domain.md 1.4)."""
    clocks.set_review(referral, Review.WEEK, said.at, by=said.by)
    clocks.stop(referral, "information_reply", by=said.by, because=_("HART is searching."))
    answered(referral, said, _("HART is searching."))


def found(referral: Referral, said: Said) -> None:
    clocks.stop(referral, *clocks.REVIEWS, by=said.by, because=_("They are found."))
    clocks.start_hart(referral, "determination", said.at)


def close(referral: Referral, said: Said) -> None:
    referral.closing = said.choice
    referral.adult_service = said.details.get("adult_service", "")
    referral.no_adult_service = said.details.get("no_adult_service", False)
    referral.duplicate_of = said.details.get("duplicate_of")
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


def transfer(referral: Referral, said: Said) -> None:
    """Whoever had it until now hears of it, as do those who have it from now on."""
    had_it = referral.liaison
    claiming.give_to_office(referral, said.details["office"], at=said.at)
    receiving.let_in(referral, [])
    told = [*receiving.receivers(referral), had_it]
    emails.tell(referral, "referral.transfer", told, but=said.by)
    if referral.liaison is None:
        emails.alert(User.objects.leads(), referral, emails.NO_LIAISON)


def reopen(referral: Referral, said: Said) -> None:
    """Whoever opens it again has it; how it had ended stays among the steps."""
    referral.ended_at = referral.ended_by = referral.duplicate_of = None
    referral.ended_words = referral.closing = referral.adult_service = ""
    referral.no_adult_service = False
    referral.liaison = said.by
    receiving.let_in(referral, [said.by])
    clocks.start_hart(referral, "determination", said.at)


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
    "begin_services": begin_services,
    "monitor": monitor,
    "search": search,
    "found": found,
    "close": close,
    "not_accept": not_accept,
    "reopen": reopen,
    "transfer": transfer,
}
