"""Notes and tasks of HART, as their pages show them."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from referrals.forms.noting import NoteForm, TaskForm
from referrals.models import Referral, Task
from referrals.services import noting
from vault import keys

SHOWN = 100


def note_form(referral: Referral, user: User, posted: QueryDict | None) -> NoteForm:
    others = noting.colleagues(referral).exclude(pk=user.pk)
    return NoteForm(posted, colleagues=others, names_nobody=referral.names_nobody)


def task_form(referral: Referral, user: User, posted: QueryDict | None) -> TaskForm:
    initial = {"submission_key": uuid4(), "whose": user.pk}
    return TaskForm(posted, colleagues=noting.colleagues(referral), initial=initial)


def tasks_of(steps: Iterable[dict[str, Any]], now: dt.datetime) -> list[dict[str, Any]]:
    """What is still to be done, of the steps as they are told to HART."""
    tasks = [one["task"] for one in steps if one["task"] and one["task"].done_at is None]
    return rows(tasks, now)


def tasks_page(user: User) -> dict[str, Any]:
    """Of one person, across all referrals they see."""
    found = list(Task.objects.visible_to(user).open_of(user).select_related("whose", "step__referral")[:SHOWN])
    keys.unlock(task.key_owner for task in found)
    return {"tasks": rows(found, clock.now())}


def rows(tasks: Iterable[Task], now: dt.datetime) -> list[dict[str, Any]]:
    """The soonest first, and those with no day last."""
    today = timezone.localdate(now)
    return [
        {
            "task": task,
            "due": _("by %(day)s") % {"day": date_format(task.due_on, "M j")} if task.due_on else "",
            "tone": "late" if task.due_on and task.due_on < today else "",
        }
        for task in sorted(tasks, key=lambda task: (task.due_on or dt.date.max, task.step.at))
    ]
