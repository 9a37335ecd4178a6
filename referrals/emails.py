"""Who hears of what. Every mail has the same words, whatever the event or the level (foundations 20)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts.models import User
from notifications import notices, outbox, telling, wording
from notifications.telling import How
from referrals import reference
from referrals.corrections import Correction
from referrals.models import PhoneConsultation, Referral
from screening.models import Lowering, Screening
from youth import services as youths
from youth.models import Question, Youth

NOBODY_ON_CALL, NO_LIAISON = "referral.nobody_on_call", "referral.no_liaison"


def tell(referral: Referral, event: str, people: Iterable[User | None], *, but: User | None = None) -> None:
    """In the app and by mail, each person once, and HART's mailbox by the table; `but` did it and need not be told."""
    occurrence = f"{event}.{referral.steps.count()}"  # the same move can come twice, and each time is told
    heard = may_hear(referral.youth, reached(people, but))
    notices.tell_all([person.pk for person in heard], event, "referral", referral.pk)
    addresses = mailed(event, heard)
    is_sealed = referral.youth is not None and referral.youth.sealed_at is not None
    addresses += [(settings.HART_MAILBOX, None)] if telling.reaches_mailbox(event) and not is_sealed else []
    put(occurrence, referral.pk, referral.reference, addresses)


def tell_of_raise(screening: Screening, supervisor: User) -> None:
    """Of a raise that opened no referral; where one was opened, its own mail has told them."""
    if not may_hear(screening.youth, [supervisor]):
        return
    notices.tell(supervisor.pk, "screening.raise", "screening", screening.pk)
    put("screening.raise", screening.pk, reference.of(screening.pk), mailed("screening.raise", [supervisor]))


def tell_of_question(question: Question, event: str, person: User) -> None:
    """The notice is left already; the mail is as empty as every other."""
    put(event, question.pk, reference.of(question.pk), mailed(event, [person]))


def tell_of_correction(
    correction: Correction, event: str, people: Iterable[User | None], *, but: User | None = None
) -> None:
    heard = may_hear(correction.youth, reached(people, but))
    notices.tell_all([person.pk for person in heard], event, "correction", correction.pk)
    referral, screening = correction.referral, correction.screening
    written = referral.reference if referral else reference.of(screening.pk) if screening else ""
    put(event, correction.pk, written, mailed(event, heard))


def tell_of_lowering(lowering: Lowering, event: str, people: Iterable[User | None], *, but: User | None = None) -> None:
    heard = may_hear(lowering.youth, reached(people, but))
    notices.tell_all([person.pk for person in heard], event, "lowering", lowering.pk)
    put(event, lowering.pk, reference.of(lowering.pk), mailed(event, heard))


def tell_of_consultation(consultation: PhoneConsultation, asker: User) -> None:
    """What HART advised is on the page."""
    if may_hear(consultation.youth, [asker]):
        notices.tell(asker.pk, "consultation.log", "consultation", consultation.pk)
        written = reference.of(consultation.pk)
        put("consultation.log", consultation.pk, written, mailed("consultation.log", [asker]))


@dataclass(frozen=True)
class Late:
    """One line for one person about a clock that is running out or has run out."""

    event: str
    kind: str
    subject: UUID


def tell_of_late(heard: Mapping[User, Sequence[Late]], now: dt.datetime) -> None:
    """A line in the app for each, and one mail a person for all that one sweep found."""
    for person, lines in heard.items():
        for line in lines:
            notices.tell(person.pk, line.event, line.kind, line.subject)
        mails = [line for line in lines if telling.how(line.event, person) == How.NOW]
        if mails:
            about = mails[0].subject
            put(f"duty.climb.{int(now.timestamp())}", about, reference.of(about), [(person.email, person.pk)])


def tell_of_assigned(given: Sequence[Referral], to: User, now: dt.datetime, *, but: User) -> None:
    """A line in the app for each, and one mail for all that one press gave; whoever takes for themselves knows it."""
    heard = [referral for referral in given if may_hear(referral.youth, reached([to], but))]
    for referral in heard:
        notices.tell(to.pk, "referral.assign", "referral", referral.pk)
    if heard:
        first = heard[0]
        put(f"referral.assign.{int(now.timestamp())}", first.pk, first.reference, mailed("referral.assign", [to]))


def alert(leads: Iterable[User], referral: Referral, event: str) -> None:
    """Nobody is there for it: each lead sees it in the app at once; the mail has been put already."""
    heard = may_hear(referral.youth, leads)
    notices.tell_all([lead.pk for lead in heard], event, "referral", referral.pk)


def may_hear(youth: Youth | None, people: Iterable[User]) -> list[User]:
    """Of a sealed record only those who are named, and no mailbox that others read."""
    if youth is None or youth.sealed_at is None:
        return list(people)
    named = youths.named_ids(youth)
    return [person for person in people if person.pk in named]


def reached(people: Iterable[User | None], but: User | None) -> list[User]:
    found = {person.pk: person for person in people if person and person.is_active and person != but}
    return list(found.values())


Address = tuple[str, UUID | None]
_gathered: ContextVar[dict[Address, tuple[UUID, str]] | None] = ContextVar("gathered_mail", default=None)


@contextmanager
def in_one_mail(act: str) -> Iterator[None]:
    """Around an act that tells of many things: the app has a line for each, and each person gets one mail."""
    gathered: dict[Address, tuple[UUID, str]] = {}
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    for address, (about, written) in gathered.items():
        put(f"{act}.{about}", about, written, [address])


def mailed(event: str, people: Iterable[User]) -> list[Address]:
    """Of those who hear of it in the app, to whom a mail goes at once: by the table, and by what each has chosen."""
    return [(person.email, person.pk) for person in people if telling.how(event, person) == How.NOW]


def put(event: str, about: UUID, written: str, to: list[Address]) -> None:
    """The address is the same for everything, so that not even the link says what it is about."""
    gathered = _gathered.get()
    if gathered is not None:
        for address in to:
            gathered.setdefault(address, (about, written))
        return
    subject, body = wording.notice(written, settings.SITE_URL + reverse("referrals:open", args=[about]))
    outbox.put_all(event=event, about=about, to=to, subject=subject, body=body)
