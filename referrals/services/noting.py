"""What HART writes down beside its moves: notes, a word to the referrer, tasks for a colleague."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import HART_ROLES, Permission, Role, grants
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from notifications import notices
from referrals import emails
from referrals.choices import NoteFor
from referrals.models import Mention, Referral, Step, Task
from referrals.services import clocks, moves, opening, receiving
from youth.models import Access

NOTE, MESSAGE = "note", "message"
STEPS = {NoteFor.HART: NOTE, NoteFor.REFERRER: MESSAGE}


class CannotAsk(Refusal):
    """A colleague who may not see the record is told nothing of it."""

    shows_typed = True


def colleagues(referral: Referral) -> QuerySet[User]:
    """Of HART, who may see it: by their office or one they cover, or by name; the leads with the central office."""
    seen: QuerySet[Any] = referral.audience.all()
    if referral.youth_id:
        seen = Access.objects.current().filter(youth=referral.youth_id)
    offices = seen.filter(office__isnull=False).values("office")
    people = seen.filter(user__isnull=False).values("user")
    central = Exists(seen.filter(office__is_central=True))
    works = Q(office__in=offices) | Q(covers__office__in=offices) | Q(backs_up__office__in=offices)
    found = User.objects.in_role(*HART_ROLES).filter(Q(pk__in=people) | works | Q(role=Role.LEAD) & Q(central))
    return found.distinct().order_by("name", "email")


def write_note(referral: Referral, *, words: str, read_by: str, mentioned: Collection[User] = (), by: User) -> Step:
    """Any of HART who sees it may write one, also when it has ended. Pressed twice it is written once.

    Whatever the referrer can read is an answer, and stops the clock of the first one. Raises CannotAsk.
    """
    referral = held(referral, by)
    refuse_outsiders(referral, mentioned)
    move = STEPS[NoteFor(read_by)]
    last = referral.steps.last()
    assert last is not None
    last.referral = referral  # its key is the referral's
    if (last.move, last.by_id, last.words) == (move, by.pk, words):
        return last
    now = clock.now()
    if move == MESSAGE:
        clocks.finish(referral, "feedback", at=now, by=by, how=_("HART wrote to the referrer."))
        clocks.keep_next_due(referral)
        referral.last_contact_at = now
        referral.save(update_fields=["last_contact_at", "next_due"])
    step = opening.take_step(referral, move, referral.status, by=by, at=now, words=words)
    Mention.objects.bulk_create(Mention(step=step, user=person) for person in mentioned)
    facts = {"mentioned": len(mentioned)}
    record(f"referral.{move}", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts=facts)
    tell(referral, move, mentioned, by=by)
    return step


def tell(referral: Referral, move: str, mentioned: Collection[User], *, by: User) -> None:
    """Who is mentioned hears by mail; who has it anyway finds it in the app."""
    emails.tell(referral, "referral.mention", mentioned, but=by)
    if move == MESSAGE:
        emails.tell(referral, "referral.message", referral.senders(), but=by)
    having = [one for one in receiving.receivers(referral) if one not in mentioned]
    heard = emails.may_hear(referral.youth, emails.reached(having, by))
    notices.tell_all([person.pk for person in heard], f"referral.{move}", "referral", referral.pk)


def give_task(
    referral: Referral, *, words: str, whose: User, due_on: dt.date | None, submission_key: uuid.UUID, by: User
) -> Task:
    """The same key is the same press. Raises CannotAsk."""
    referral = held(referral, by)
    if found := Task.objects.filter(step__submission_key=submission_key).first():
        return found
    refuse_outsiders(referral, [whose])
    step = opening.take_step(
        referral, "task", referral.status, by=by, at=clock.now(), words=words, submission_key=submission_key
    )
    task = Task.objects.create(step=step, whose=whose, due_on=due_on)
    record("referral.task", "referral", referral.pk, by=by.pk, youth=referral.youth_id, facts={"to": str(whose.pk)})
    emails.tell(referral, "referral.task", [whose], but=by)
    return task


def finish_task(task: Task, *, by: User) -> Task:
    """By whoever of HART sees it: what is done is done. Who gave it finds that in the app."""
    referral = held(task.step.referral, by)
    task = Task.objects.select_related("step__by").get(pk=task.pk)
    if task.done_at:
        return task
    task.step.referral = referral  # its key is the referral's
    task.done_at, task.done_by = clock.now(), by
    task.save(update_fields=["done_at", "done_by"])
    opening.take_step(referral, "task_done", referral.status, by=by, at=task.done_at, words=task.step.words)
    record("referral.task_done", "referral", referral.pk, by=by.pk, youth=referral.youth_id)
    heard = emails.may_hear(referral.youth, emails.reached([task.step.by], by))
    notices.tell_all([person.pk for person in heard], "referral.task_done", "referral", referral.pk)
    return task


def held(referral: Referral, by: User) -> Referral:
    if not grants(by, Permission.DECIDE_REFERRAL):
        raise PermissionDenied
    return Referral.objects.held(referral.pk)


def refuse_outsiders(referral: Referral, people: Collection[User]) -> None:
    seeing = set(colleagues(referral).values_list("pk", flat=True)) if people else set()
    if outside := [person for person in people if person.pk not in seeing]:
        raise CannotAsk(
            _("%(name)s may not see this record. Choose somebody else.") % {"name": outside[0].display_name},
            moves.page_of(referral),
        )
