"""A question to the colleague who has a young person in hand, and its answer."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from audit.refusals import Refusal
from audit.trail import record
from notifications import notices
from youth.models import Question, Youth


class AskedAlready(Refusal):
    """The first question still waits for its answer."""

    shows_typed = True


class NotReachable(Refusal):
    """The colleague may not see the young person any more, or has left."""

    shows_typed = True


def ask(youth: Youth, *, of: User, words: str, by: User) -> Question:
    """Raises AskedAlready, NotReachable."""
    page = reverse("referrals:youth", args=[youth.pk])
    locked = Youth.objects.locked().get(pk=youth.pk)  # two presses at once are one question
    if not of.is_active or not Youth.objects.visible_to(of).filter(pk=youth.pk).exists():
        raise NotReachable(_("This colleague cannot be asked here any more. Ask their supervisor."), page)
    if Question.objects.filter(youth=locked, asked_by=by, asked_of=of).open().exists():
        raise AskedAlready(_("You have asked already, and the answer is still to come."), page)
    question = Question.objects.create(youth=locked, asked_by=by, asked_of=of, asked_at=clock.now(), words=words)
    notices.tell(of.pk, "youth.ask", "youth", youth.pk)
    record("youth.ask", "youth", youth.pk, by=by.pk, youth=youth.pk)
    return question


def answer(question: Question, *, words: str, by: User) -> Question:
    """The first answer stands."""
    found = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if found.answered_at is None:
        found.answered_at, found.answer = clock.now(), words
        found.save(update_fields=["answered_at", "answer"])
        notices.tell(found.asked_by_id, "youth.answer", "youth", found.youth_id)
        record("youth.answer", "youth", found.youth_id, by=by.pk, youth=found.youth_id)
    return found
