"""Lowering a level: a reason, and somebody other than whoever signed. It withdraws nothing (domain.md 3.2)."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from duties import words as times
from notifications import notices
from referrals import emails
from screening import scoring
from screening.models import Level, Lowering, Screening
from vault import keys


class Wish(NamedTuple):
    level: str
    reason: str


class LoweringRefused(Refusal):
    """Not this level, not this screening, or somebody else was first."""

    shows_typed = True


def level_now(screening: Screening) -> str:
    """The level at the signature, or what it was lowered to since. For display: nothing is computed from it."""
    last = screening.lowerings.granted().first()
    return last.level if last else screening.level


def offered(screening: Screening) -> tuple[str, ...]:
    """What it may be lowered to now, the highest first; empty where nothing is lower."""
    instrument, answers = screening.instrument, screening.answers()
    is_clear = any(answers.get(code) == "clear" for code in instrument.determinative)
    return scoring.lower_levels(level_now(screening), screening.computed_level, is_clear=is_clear)


def may_lower_alone(screening: Screening, *, by: User) -> bool:
    """Another supervisor, or HART."""
    return grants(by, Permission.LOWER_LEVEL) and screening.signed_by_id != by.pk


def ask(screening: Screening, wish: Wish, *, by: User) -> Lowering:
    """Whoever may decide has decided with it; anybody else has asked. A second press finds the first."""
    signed = held_screening(screening)
    refuse_level(signed, wish.level)
    known = signed.lowerings.open().with_people().first()
    if known and known.asked_by_id == by.pk:
        return known
    if known:
        raise LoweringRefused(
            _("%(person)s has asked for this already, %(moment)s. Answer that first.")
            % {"person": known.asked_by.display_name, "moment": times.moment(known.asked_at, clock.now())},
            reverse("referrals:lowering", args=[known.pk]),
        )
    asked = Lowering(
        youth=signed.youth, screening=signed, level_before=level_now(signed), level=wish.level,
        reason=wish.reason, asked_by=by, asked_at=clock.now(),
    )  # fmt: skip
    if may_lower_alone(signed, by=by):
        return settled(asked, is_granted=True, why="", by=by)
    asked.save(force_insert=True)
    record_about("lowering.ask", asked, by)
    emails.tell_of_lowering(asked, "lowering.ask", deciders(asked))
    return asked


def held_screening(screening: Screening) -> Screening:
    """Alone first: a row that is joined to it would be the older one after a wait."""
    Screening.objects.select_for_update(of=("self",)).get(pk=screening.pk)
    held = Screening.objects.with_record().select_related("signed_by__unit").get(pk=screening.pk)
    keys.unlock([held.youth_id])
    if held.status != Screening.Status.SIGNED:
        raise LoweringRefused(
            _("Only the level of a signed screening is lowered."), reverse("screening:tasks", args=[held.pk])
        )
    return held


def refuse_level(screening: Screening, level: str) -> None:
    if level not in offered(screening):
        raise LoweringRefused(
            _("It cannot be lowered to “%(level)s” any more. See what it is now.") % {"level": Level(level).label},
            reverse("screening:signed", args=[screening.pk]),
        )


def deciders(lowering: Lowering) -> list[User]:
    """The supervisor of whoever signed; where that is nobody who may decide, HART's leads. All others see the queue."""
    assert lowering.screening.signed_by
    supervisor = coverage.supervisor_of(lowering.screening.signed_by, clock.now())
    found = [one for one in [supervisor] if one and may_settle(lowering, one)]
    return found or [lead for lead in User.objects.leads() if may_settle(lowering, lead)]


def may_settle(lowering: Lowering, person: User) -> bool:
    return Lowering.objects.to_settle_by(person).filter(pk=lowering.pk).exists()


def answer(lowering: Lowering, *, is_granted: bool, why: str, by: User) -> Lowering:
    """Of two at once one does, and the other hears who. Raises LoweringRefused, PermissionDenied."""
    signed = held_screening(lowering.screening)
    held = Lowering.objects.with_people().get(pk=lowering.pk)
    if held.settled_by and held.settled_at:
        if (held.settled_by, held.is_granted) == (by, is_granted):
            return held
        said = {"person": held.settled_by.display_name, "moment": times.moment(held.settled_at, clock.now())}
        sentence = (
            _("%(person)s has lowered it, %(moment)s.")
            if held.is_granted
            else _("%(person)s has refused it, %(moment)s.")
        )
        raise LoweringRefused(sentence % said, reverse("referrals:lowering", args=[held.pk]))
    if not may_settle(held, by):
        raise PermissionDenied
    if is_granted:
        refuse_level(signed, held.level)
    return settled(held, is_granted=is_granted, why=why, by=by)


def settled(lowering: Lowering, *, is_granted: bool, why: str, by: User) -> Lowering:
    lowering.is_granted, lowering.why = is_granted, why
    lowering.settled_by, lowering.settled_at = by, clock.now()
    lowering.save()
    event = "lowering.grant" if is_granted else "lowering.refuse"
    record_about(event, lowering, by)
    notices.mark_seen(by.pk, kind="lowering", subject=lowering.pk)
    emails.tell_of_lowering(lowering, event, [lowering.asked_by, lowering.screening.signed_by], but=by)
    return lowering


def record_about(event: str, lowering: Lowering, by: User) -> None:
    facts = {"from": lowering.level_before, "to": lowering.level}
    record(event, "lowering", lowering.pk, by=by.pk, youth=lowering.youth_id, facts=facts)
