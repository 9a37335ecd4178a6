"""What is done to several referrals of the queue at once. Each is done or said to be skipped, and why.

What ends a referral, or says what it is, is never done to several at once.
"""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import coverage
from accounts.models import User
from accounts.permissions import HART_ROLES, Permission, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from duties import business
from duties import words as times
from referrals import desks, emails, urgency
from referrals.models import Referral, Tag, Tagging
from referrals.services import moves, opening, receiving
from referrals.workflow import Status
from screening.models import Level

MOST = 50  # a page of the queue
SNOOZES: dict[str, tuple[str | Promise, Callable[[dt.datetime], dt.datetime]]] = {
    "hours": (gettext_lazy("2 hours"), lambda now: now + dt.timedelta(hours=2)),
    "tomorrow": (gettext_lazy("Tomorrow morning"), lambda now: morning(now, days=1)),
    "days": (gettext_lazy("3 days"), lambda now: morning(now, days=3)),
    "week": (gettext_lazy("A week"), lambda now: morning(now, days=7)),
}


class CannotAssign(Refusal):
    """The person chosen can take nothing now."""


@dataclass
class Came:
    """By reference: what was done, and of each other one a sentence that says why not."""

    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def morning(now: dt.datetime, *, days: int) -> dt.datetime:
    """When HART's day begins, that many days later."""
    calendar, day = business.calendar(), timezone.localdate(now) + dt.timedelta(days=days)
    return calendar.local(day, calendar.hours_on(day).opens)


def each(
    chosen: Collection[UUID], why_not: Callable[[Referral], str], act: Callable[[Referral], None], by: User
) -> Came:
    """In one order, so that two who choose the same ones wait for each other and not in a circle."""
    if not grants(by, Permission.DECIDE_REFERRAL):
        raise PermissionDenied
    came = Came()
    seen = Referral.objects.visible_to(by).filter(pk__in=list(chosen)[:MOST]).order_by("pk")
    locked = list(seen.select_for_update(of=("self",)).values_list("pk", flat=True))
    for referral in Referral.objects.filter(pk__in=locked).order_by("pk").with_people():
        if reason := why_not(referral) if desks.works(by, referral) else moves.why_not_theirs(referral):
            came.skipped.append(f"{referral.reference}: {reason}")
        else:
            act(referral)
            came.done.append(referral.reference)
    return came


def claim(referral: Referral, *, by: User, back: str) -> Referral:
    """Raises MoveRefused, which says who has it and leads back to the list it was pressed in."""
    try:
        return moves.move(referral, "acknowledge", by=by)
    except moves.MoveRefused as refused:
        raise moves.MoveRefused(f"{referral.reference}: {refused.message}", back) from refused


def assign(chosen: Collection[UUID], *, to: User, by: User) -> Came:
    """Raises CannotAssign. Who is given one sees it in the app; for all of them there is one mail."""
    now = clock.now()
    if not to.of_hart or not coverage.is_on_duty(to, now):
        raise CannotAssign(
            _("%(name)s is away or works for HART no longer. Choose somebody else.") % {"name": to.display_name}
        )
    given: list[Referral] = []

    def give_this(referral: Referral) -> None:
        give(referral, to, by=by)
        given.append(referral)

    came = each(chosen, lambda referral: why_not_given(referral, to, by), give_this, by)
    emails.tell_of_assigned(given, to, now, but=by)
    return came


def give(referral: Referral, to: User, *, by: User) -> None:
    """``referral`` is held; who it goes to is told by the caller."""
    referral.liaison = to
    referral.save(update_fields=["liaison"])
    receiving.let_in(referral, [to])
    opening.take_step(referral, "assign", referral.status, by=by, at=clock.now(), words=to.display_name)
    record("referral.assign", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts={"to": str(to.pk)})


def why_not_given(referral: Referral, to: User, by: User) -> str:
    """A sentence, or nothing."""
    if not referral.is_open:
        return _("it has ended.")
    if referral.liaison_id == to.pk:
        return _("%(name)s has it already.") % {"name": to.display_name}
    if receiving.is_kept_from(referral, to.pk):
        return _("the record is sealed, and %(name)s is not named for it.") % {"name": to.display_name}
    is_theirs = referral.status == Status.SENT or referral.liaison_id == by.pk
    if not is_theirs and not grants(by, Permission.LEAD_HART):
        return _("%(name)s has it. HART's lead may give it to somebody else.") % {
            "name": referral.liaison.display_name if referral.liaison else _("A colleague")
        }
    return ""


def put_tag(chosen: Collection[UUID], tag: Tag, *, by: User) -> Came:
    now = clock.now()

    def put(referral: Referral) -> None:
        Tagging.objects.create(referral=referral, tag=tag, by=by, at=now)
        record("referral.tag", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts={"tag": str(tag.pk)})

    return each(chosen, lambda referral: _("it has this tag.") if is_tagged(referral, tag) else "", put, by)


def take_tag(chosen: Collection[UUID], tag: Tag, *, by: User) -> Came:
    def take(referral: Referral) -> None:
        Tagging.objects.filter(referral=referral, tag=tag).delete()
        record("referral.untag", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts={"tag": str(tag.pk)})

    return each(chosen, lambda referral: "" if is_tagged(referral, tag) else _("it has not got this tag."), take, by)


def is_tagged(referral: Referral, tag: Tag) -> bool:
    return Tagging.objects.filter(referral=referral, tag=tag).exists()


def snooze(chosen: Collection[UUID], *, until: dt.datetime, by: User) -> Came:
    """Out of one's own list until then, and never past its next clock. Any move, or anything new, wakes it."""
    now = clock.now()

    def put_aside(referral: Referral) -> None:
        referral.snoozed_until = until
        referral.save(update_fields=["snoozed_until"])
        facts = {"until": until.isoformat()}
        record("referral.snooze", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)

    return each(chosen, lambda referral: why_not_snoozed(referral, until, now), put_aside, by)


def why_not_snoozed(referral: Referral, until: dt.datetime, now: dt.datetime) -> str:
    """A sentence, or nothing."""
    if not referral.is_open:
        return _("it has ended.")
    if referral.status == Status.SENT:
        return _("nobody has it yet. Take it first.")
    if urgency.is_in_danger_now(referral) or urgency.rank(referral.level) == urgency.RANKS[Level.TOLD]:
        return _("somebody is missing or not safe, or it is level 4. It is not put aside.")
    if until <= now:
        return _("this time is over.")
    if referral.next_due and referral.next_due < until:
        return _("its next clock runs out before: %(due)s.") % {"due": times.due(referral.next_due, now)}
    return ""


def wake(chosen: Collection[UUID], *, by: User) -> Came:
    now = clock.now()

    def wake_up(referral: Referral) -> None:
        referral.snoozed_until = None
        referral.save(update_fields=["snoozed_until"])
        record("referral.wake", "referral", referral.pk, by=by.pk, youth=referral.youth_id)

    def why_not(referral: Referral) -> str:
        is_asleep = referral.snoozed_until and referral.snoozed_until > now
        return "" if is_asleep else _("it was not snoozed.")

    return each(chosen, why_not, wake_up, by)


def done_to(chosen: Collection[UUID], act: str, *, to: str, tag: str, until: str, by: User) -> list[str]:
    """One act of the queue's form, by its name, and what came of it in sentences. Raises CannotAssign."""
    if act == "assign":
        person = User.objects.in_role(*HART_ROLES).get(pk=to)
        return sentences(assign(chosen, to=person, by=by), _("Given to %(name)s") % {"name": person.display_name})
    if act == "snooze":
        label, moment = SNOOZES[until]
        return sentences(snooze(chosen, until=moment(clock.now()), by=by), _("Snoozed, %(time)s") % {"time": label})
    if act == "wake":
        return sentences(wake(chosen, by=by), _("Taken up again"))
    tagging, did = {"tag": (put_tag, _("Tagged")), "untag": (take_tag, _("The tag is taken off"))}[act]
    return sentences(tagging(chosen, Tag.objects.get(pk=tag), by=by), did)


def sentences(came: Came, did: str) -> list[str]:
    """For people: what was done to which, and each that was skipped with its reason."""
    done = [f"{did}: {', '.join(came.done)}."] if came.done else []
    return done + [_("Skipped %(why)s") % {"why": why} for why in came.skipped]
