"""HART asks for what is missing; the answers are an addendum, and the level is computed anew beside the first."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from referrals import emails, urgency
from referrals.choices import Kind
from referrals.inquiries import Inquiry
from referrals.models import Referral
from referrals.routing import Route
from referrals.services import calls, clocks, moves, receiving
from screening import results, sections
from screening.models import Addition, Level, Screening
from screening.words import SOURCE_TYPES

Answers = Mapping[str, Mapping[str, str]]


class NothingAsked(Refusal):
    """Neither a question of the screening nor words."""


def ask(referral: Referral, items: Iterable[str], words: str, *, by: User) -> Inquiry:
    """Raises NothingAsked, MoveRefused. Of an inquiry that HART went on without, the new one takes the place."""
    screening = newest_of(referral)
    wanted = [code for code in askable(screening) if code in set(items)] if screening else []
    if not wanted and not words.strip():
        raise NothingAsked(_("Choose a question of the screening, or write one."), moves.page_of(referral))
    words = words.strip()
    referral = moves.move(referral, "ask_information", by=by, words=words or told_in_short(len(wanted)))
    for lying in referral.inquiries.open():
        if (lying.asked_by, lying.items, lying.words) == (by, wanted, words):
            return lying
        close(lying, {}, "", by=by)
    return Inquiry.objects.create(
        referral=referral, screening=screening, items=wanted, words=words, asked_by=by, asked_at=clock.now()
    )


def told_in_short(number: int) -> str:
    return _("Questions of the screening: %(number)d") % {"number": number}


def newest_of(referral: Referral) -> Screening | None:
    linked = Screening.objects.standing().filter(referred__referral=referral).with_version()
    return linked.prefetch_related("sections").order_by("-signed_at").first()


def askable(screening: Screening) -> list[str]:
    """What is scored, in the order of the version; what is restricted is asked by phone."""
    return [code for code in screening.instrument.scored if code not in sections.RESTRICTED]


def answer(inquiry: Inquiry, answers: Answers, words: str, *, by: User) -> Inquiry:
    """One press answers all of it; pressed twice it is answered once. Raises MoveRefused when nothing is asked now."""
    said = {code: dict(answers[code]) for code in inquiry.items if answers.get(code, {}).get("answer")}
    words = words.strip()
    referral = moves.move(
        inquiry.referral, "answer_information", by=by, words=words or told_in_short_of_answers(len(said))
    )
    inquiry = Inquiry.objects.with_people().get(pk=inquiry.pk)  # whoever was first holds the referral's lock
    inquiry.referral = referral
    if inquiry.answered_at:
        return inquiry
    close(inquiry, said, words, by=by)
    if inquiry.screening and said:
        note_at_screening(inquiry, by=by)
        heed(referral, inquiry.screening, said, by=by)
    return inquiry


def told_in_short_of_answers(number: int) -> str:
    return _("Questions of the screening answered: %(number)d") % {"number": number}


def close(inquiry: Inquiry, said: Answers, words: str, *, by: User) -> None:
    inquiry.answers, inquiry.answer_words = said, words
    inquiry.answered_by, inquiry.answered_at = by, clock.now()
    if inquiry.screening and said:
        inquiry.level = results.result_with(inquiry.screening, answers_of(said)).level
    inquiry.save()


def answers_of(said: Answers) -> dict[str, str]:
    return {code: entry["answer"] for code, entry in said.items()}


def note_at_screening(inquiry: Inquiry, *, by: User) -> None:
    """Below what was signed, as every dated addition."""
    screening = inquiry.screening
    assert screening is not None
    last = screening.additions.last()
    Addition.objects.create(
        screening=screening,
        number=last.number + 1 if last else 1,
        words="\n".join([_("Answered to HART:"), *lines(screening, inquiry.said())]),
        by=by,
        at=clock.now(),
    )


def lines(screening: Screening, said: Answers) -> list[str]:
    """Each question with its answer, source and note, in words."""
    instrument = screening.instrument
    return [
        ". ".join(
            part
            for part in (
                f"{instrument.indicators[code].text}: {instrument.answers[entry['answer']].label}",
                str(SOURCE_TYPES.get(entry.get("source_type", ""), "")),
                entry.get("note", ""),
            )
            if part
        )
        for code, entry in said.items()
    ]


def heed(referral: Referral, screening: Screening, said: Answers, *, by: User) -> None:
    """More concern than was signed raises the priority, as a further screening would, and starts what it asks for."""
    found, at = results.result_with(screening, answers_of(said)), clock.now()
    if found.level != Level.UNKNOWN:
        clocks.finish_filling(screening, at=at, by=by)
    if urgency.higher(referral.level, found.level) == referral.level:
        return
    before, was = referral.priority, referral.kind
    referral.level = found.level
    referral.priority = max(before, urgency.at_level(before, found.level))
    clocks.start_beside(screening, found, referral, at=at)
    if found.level in results.REFERRED:
        referral.kind = Kind.REFERRAL
    if was == Kind.CONSULTATION and referral.kind == Kind.REFERRAL:
        clocks.start_hart(referral, "determination", at)
    if referral.priority > before:
        clocks.hurry(referral, at=at, by=by)
    if urgency.is_urgent(referral):
        calls.ask(referral, at=at)
        receiving.put_on_call(referral, route_of(referral, screening, by=by, at=at))
    clocks.keep_next_due(referral)
    referral.save()
    told = [*receiving.receivers(referral), *referral.senders(), *User.objects.leads()]
    emails.tell(referral, "referral.raised_by_answer", [*told, coverage.supervisor_of(by, at)])


def route_of(referral: Referral, screening: Screening, *, by: User, at: dt.datetime) -> Route:
    assert referral.youth
    dcf_status = screening.all_gates().get("G3") or referral.youth.dcf_status
    return receiving.routed(referral.youth, dcf_status=dcf_status, is_urgent=True, by=by, at=at)
