"""Something in a referral that was sent is corrected: what stood there stays, and the other side is told."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts import coverage
from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from referrals import emails, urgency
from referrals.amendments import AMENDABLE
from referrals.choices import YesNoUnknown
from referrals.models import Amendment, OutsideReport, Referral
from referrals.services import additions, calls, clocks, moves, opening, receiving
from screening.voice import mark_of

STEP = "amend"


class CannotAmend(Refusal):
    """It names nobody, it holds words from outside, or nothing is changed; the sentence says which."""

    shows_typed = True


def amend(referral: Referral, said: Mapping[str, Any], *, because: str, seen: str, by: User) -> Amendment | None:
    """None when something of it was changed since ``seen``: whoever wrote this has not read it, and nothing is kept.

    Raises CannotAmend, CannotAdd.
    """
    if not grants(by, Permission.EDIT_YOUTH):
        raise PermissionDenied
    referral = Referral.objects.held(referral.pk)
    additions.refuse_ended(referral)
    refuse_unamendable(referral, by=by)
    changes = {
        name: [getattr(referral, name), said[name]] for name in AMENDABLE if getattr(referral, name) != said[name]
    }
    if not changes and (same := same_press(referral, because, by)):
        return same
    if seen != mark(referral):
        return None
    if not changes:
        raise CannotAmend(_("Nothing is changed."), moves.page_of(referral))
    for name, (_old, new) in changes.items():
        setattr(referral, name, new)
    if "safe_tonight" in changes:
        heed_tonight(referral, by=by)
    clocks.keep_next_due(referral)
    referral.save()
    step = opening.take_step(referral, STEP, referral.status, by=by, at=clock.now(), words=because)
    amendment = Amendment.objects.create(step=step, changes=changes)
    facts = dict.fromkeys(changes, True)
    record("referral.amend", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    emails.tell(referral, "referral.amend", [*receiving.receivers(referral), *referral.senders()], but=by)
    return amendment


def heed_tonight(referral: Referral, *, by: User) -> None:
    """Not safe tonight, known only now, hurries as if it had been known at first; the caller saves it."""
    now, not_safe = clock.now(), referral.safe_tonight == YesNoUnknown.NO
    referral.priority = urgency.with_flag(referral.priority, "not_safe_tonight", is_set=not_safe)
    if not_safe:
        shift = coverage.on_call(now)
        referral.on_call = None if shift and receiving.is_kept_from(referral, shift.user_id) else shift
        referral.snoozed_until = None
        clocks.hurry(referral, at=now, by=by)
        calls.ask(referral, at=now)


def mark(referral: Referral) -> str:
    """Of what can be corrected, as it stands."""
    return mark_of({name: getattr(referral, name) for name in AMENDABLE})


def refuse_unamendable(referral: Referral, *, by: User) -> None:
    if referral.names_nobody:
        raise CannotAmend(
            _("A consultation without identity is not corrected. Add dated words to it."), moves.page_of(referral)
        )
    if not grants(by, Permission.DECIDE_REFERRAL) and holds_outside_words(referral):
        raise CannotAmend(
            _("HART has words from somebody else in this referral. Add dated words to it."), moves.page_of(referral)
        )


def holds_outside_words(referral: Referral) -> bool:
    """They are for HART alone, and stand in the same fields."""
    return OutsideReport.objects.filter(step__referral=referral).exists()


def same_press(referral: Referral, because: str, by: User) -> Amendment | None:
    last = referral.steps.select_related("amendment").last()
    if last is None or last.move != STEP:
        return None
    last.referral = referral  # its key is the referral's
    return last.amendment if (last.by_id, last.words) == (by.pk, because) else None
