"""Notes to HART alone or to the referrer too, colleagues who are asked to read them, and tasks."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Cover, User
from accounts.permissions import Role
from audit import clock
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.models import Referral, Task
from referrals.pages import prints
from referrals.services import moves, noting
from referrals.services.noting import CannotAsk
from tests.accounts.people import person
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, reread, sent

pytestmark = pytest.mark.django_db(databases="__all__")

WORDS = "Her aunt will take her in."


@pytest.fixture
def referral(people: Cast) -> Referral:
    return moves.move(sent(people, "3"), "acknowledge", by=people.liaison)


def note(user: User, referral: Referral, read_by: str = "hart", *mentioned: User, words: str = WORDS) -> str:
    url = reverse("referrals:write-note", args=[referral.pk])
    typed = {"read_by": read_by, "words": words, "mentioned": [str(one.pk) for one in mentioned]}
    return as_(user).post(url, typed, follow=True).content.decode()


def told(event: str) -> set[Any]:
    return set(Notice.objects.filter(event=event).values_list("user", flat=True))


def test_a_note_of_hart_alone_stands_on_no_page_and_no_print_of_the_referrer(people: Cast, referral: Referral) -> None:
    note(people.second, referral)
    assert WORDS in shown(as_(people.liaison), "detail", referral.pk)
    for reader in (people.worker, people.supervisor):
        assert WORDS not in shown(as_(reader), "receipt", referral.pk)
    for reader in (people.worker, people.liaison):
        sheet = prints.referral_document(reread(referral), reader)
        assert WORDS not in str(sheet)
    assert told("referral.note") == {people.liaison.pk}
    assert not Message.objects.filter(event__startswith="referral.note").exists()


def test_a_word_to_the_referrer_is_an_answer(people: Cast, referral: Referral) -> None:
    assert Duty.objects.get(clock="feedback").is_open
    note(people.liaison, referral, "referrer")
    assert not Duty.objects.get(clock="feedback").is_open
    assert WORDS in shown(as_(people.worker), "receipt", referral.pk)
    assert people.worker.pk in told("referral.message")
    (mail,) = Message.objects.filter(event__startswith="referral.message", recipient=people.worker.pk)
    assert WORDS not in mail.raw
    assert reread(referral).last_contact_at == clock.now()


def test_who_is_mentioned_hears_of_it_by_mail_and_is_named_beside_it(people: Cast, referral: Referral) -> None:
    note(people.liaison, referral, "hart", people.lead, people.second)
    assert told("referral.mention") == {people.lead.pk, people.second.pk}
    assert Message.objects.filter(event__startswith="referral.mention").count() == 2
    page = shown(as_(people.lead), "detail", referral.pk)
    assert "Asked to read it:" in page


def test_only_who_may_see_the_record_is_offered_and_nobody_else_is_told(people: Cast, referral: Referral) -> None:
    outsider, backup = (person(Role.LIAISON, office=people.stranger.office) for _person in range(2))
    Cover.objects.create(liaison=outsider, office=people.stranger.office, rank=1)
    Cover.objects.create(liaison=people.second, office=people.stranger.office, backup=backup, rank=2)
    seeing = set(noting.colleagues(referral))
    assert {people.liaison, people.second, people.lead, people.on_call} <= seeing
    for one in (outsider, backup, people.worker):
        assert one not in seeing
    for colleague in User.objects.in_role(Role.LIAISON, Role.LEAD):
        sees = Referral.objects.visible_to(colleague).filter(pk=referral.pk).exists()
        assert sees == (colleague in seeing), colleague.name
    with pytest.raises(CannotAsk, match=outsider.name):
        noting.write_note(referral, words=WORDS, read_by="hart", mentioned=[outsider], by=people.liaison)
    page = note(people.liaison, referral, "hart", outsider)
    assert WORDS in page  # what was typed stays
    assert not referral.steps.filter(move="note").exists()


def test_pressed_twice_a_note_stands_once(people: Cast, referral: Referral) -> None:
    for _press in range(2):
        note(people.liaison, referral)
    assert referral.steps.filter(move="note").count() == 1


def test_a_task_is_told_done_and_said_to_be_done(people: Cast, referral: Referral) -> None:
    url = reverse("referrals:give-task", args=[referral.pk])
    day = clock.now().date() - dt.timedelta(days=1)
    typed = {
        "words": "Call the school.", "whose": str(people.second.pk), "submission_key": str(uuid.uuid4()),
        "due_on_month": day.month, "due_on_day": day.day, "due_on_year": day.year,
    }  # fmt: skip
    for _press in range(2):
        assert as_(people.liaison).post(url, typed).status_code == 302
    task = Task.objects.get()
    assert told("referral.task") == {people.second.pk}
    assert "Your tasks: 1" in shown(as_(people.second), "inbox", "new")
    for page in (shown(as_(people.second), "tasks"), shown(as_(people.liaison), "detail", referral.pk)):
        assert "Call the school." in page
    assert "Call the school." not in shown(as_(people.worker), "receipt", referral.pk)
    for _press in range(2):
        as_(people.second).post(reverse("referrals:finish-task", args=[task.pk]))
    assert told("referral.task_done") == {people.liaison.pk}
    assert "You have no task" in shown(as_(people.second), "tasks")
    assert referral.steps.filter(move="task_done").count() == 1


def test_a_task_of_a_record_one_does_not_see_is_not_found(people: Cast, referral: Referral) -> None:
    task = noting.give_task(
        referral, words="Call.", whose=people.second, due_on=None, submission_key=uuid.uuid4(), by=people.liaison
    )
    outsider = person(Role.LIAISON, office=people.stranger.office)
    assert as_(outsider).post(reverse("referrals:finish-task", args=[task.pk])).status_code == 404
    assert as_(people.worker).post(reverse("referrals:finish-task", args=[task.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "sentence"), [("write-note", "Write the note first."), ("give-task", "Write what is")]
)
def test_what_is_missing_is_said(people: Cast, referral: Referral, name: str, sentence: str) -> None:
    url = reverse(f"referrals:{name}", args=[referral.pk])
    assert sentence in as_(people.liaison).post(url, {"read_by": "hart", "words": " "}).content.decode()
