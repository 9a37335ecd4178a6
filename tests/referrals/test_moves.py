"""Every move from every status by every role, what it leaves behind, and who hears of it."""

import itertools
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction

from accounts.models import Office, User
from accounts.permissions import Role, grants
from audit import clock
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.models import Referral, Step
from referrals.services import moves
from referrals.services.moves import MoveRefused, WordsMissing
from referrals.workflow import ENDED, MOVES
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.story import Cast, sent
from youth import findings
from youth.models import Finding

pytestmark = pytest.mark.django_db(databases="__all__")

SAID: dict[str, dict[str, str]] = {
    "ask_information": {"words": "Who else is there?"},
    "answer_information": {"words": "Nobody that is known."},
    "determine": {"words": "Own words, and a phone.", "choice": "suspected"},
    "close": {"words": "Services are in place.", "choice": "stable"},
    "not_accept": {"words": "Another matter: see the area office."},
    "monitor": {"choice": "review_30"},
    "search": {"words": "Nobody has seen them since Monday."},
    "found": {"words": "At an aunt's, and well."},
    "reopen": {"words": "They called again."},
    "transfer": {"words": "They live with an aunt there now."},
}
# The way from the first status to each other one.
WAY: dict[str, tuple[str, ...]] = {
    "sent": (),
    "acknowledged": ("acknowledge",),
    "in_review": ("acknowledge", "start_review"),
    "information_asked": ("acknowledge", "ask_information"),
    "searching": ("acknowledge", "search"),
    "determined": ("acknowledge", "determine"),
    "services": ("acknowledge", "determine", "begin_services"),
    "monitoring": ("acknowledge", "determine", "monitor"),
    "closed": ("acknowledge", "determine", "close"),
    "not_accepted": ("acknowledge", "not_accept"),
}


def brought_to(people: Cast, status: str, **fields: Any) -> Referral:
    referral = sent(people, "3", **fields)
    for name in WAY[status]:
        referral = moves.move(referral, name, by=people.liaison, **SAID.get(name, {}))
    return referral


def somebody(role: str, people: Cast) -> User:
    return person(Role(role), office=people.office)


def said_with(name: str) -> dict[str, Any]:
    return {**SAID.get(name, {}), "details": {"office": Office.objects.central()} if name == "transfer" else {}}


@pytest.mark.parametrize("status", WAY)
def test_every_pair_of_move_and_role_does_what_the_table_says(people: Cast, status: str) -> None:
    referral = brought_to(people, status)
    for name, role in itertools.product(MOVES, Role.values):
        move = MOVES[name]
        actor = people.liaison if move.is_undo and role == Role.LIAISON else somebody(role, people)
        savepoint = transaction.savepoint()
        if not grants(actor, move.permission):
            with pytest.raises(PermissionDenied):
                moves.move(referral, name, by=actor, **said_with(name))
        elif status not in move.sources or (move.is_undo and actor != people.liaison):
            with pytest.raises(MoveRefused):
                moves.move(referral, name, by=actor, **said_with(name))
        else:
            assert moves.move(referral, name, by=actor, **said_with(name)).status == move.target
        transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize("status", WAY)
def test_who_of_hart_only_reads_it_moves_nothing(people: Cast, status: str) -> None:
    referral, reader = brought_to(people, status), person(Role.LIAISON, office=people.stranger.office)
    for name, move in MOVES.items():
        if grants(reader, move.permission):
            with pytest.raises(MoveRefused, match="Hartford works this referral"):
                moves.move(referral, name, by=reader, **said_with(name))


@pytest.mark.parametrize("name", [name for name, move in MOVES.items() if move.needs_words])
def test_a_move_that_needs_words_is_refused_without_them(people: Cast, name: str) -> None:
    referral = brought_to(people, MOVES[name].sources[0])
    actor = people.worker if name == "answer_information" else people.liaison
    with pytest.raises(WordsMissing):
        moves.move(referral, name, by=actor, words="  ", choice=SAID[name].get("choice", ""))


@pytest.mark.parametrize(("name", "choice"), [("determine", ""), ("determine", "stable"), ("close", "suspected")])
def test_a_choice_is_one_of_its_own_list(people: Cast, name: str, choice: str) -> None:
    referral = brought_to(people, MOVES[name].sources[0])
    with pytest.raises(WordsMissing):
        moves.move(referral, name, by=people.liaison, words="Because.", choice=choice)


def test_one_press_acknowledges_and_takes(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.second)
    assert (referral.status, referral.liaison, referral.acknowledged_by) == (
        "acknowledged",
        people.second,
        people.second,
    )
    acknowledged = Duty.objects.get(clock="acknowledge_3")
    assert (acknowledged.done_at, acknowledged.done_by) == (referral.acknowledged_at, people.second)
    assert Duty.objects.get(clock="feedback").started_at == referral.acknowledged_at
    assert referral in Referral.objects.in_view("mine", people.second, clock.now())
    assert referral not in Referral.objects.in_view("new", people.second, clock.now())


def test_the_second_liaison_is_told_who_has_it(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    with pytest.raises(MoveRefused, match=f"{people.liaison.name} has it since"):
        moves.move(referral, "acknowledge", by=people.second)


def test_a_double_click_acknowledges_once(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    assert moves.move(referral, "acknowledge", by=people.liaison) == referral
    assert Step.objects.filter(move="acknowledge").count() == 1


def test_a_refused_move_says_what_is_possible_now(people: Cast) -> None:
    with pytest.raises(MoveRefused, match="Possible now: Start the review, Ask for information"):
        moves.move(brought_to(people, "acknowledged"), "close", by=people.liaison, **SAID["close"])


def test_a_question_goes_to_the_referrer_and_the_answer_back(people: Cast) -> None:
    referral = brought_to(people, "information_asked")
    assert Duty.objects.get(clock="information_reply").is_open
    assert not Duty.objects.get(clock="feedback").is_open
    referral = moves.move(referral, "answer_information", by=people.worker, words="Nobody that is known.")
    assert referral.status == "in_review"
    assert not Duty.objects.get(clock="information_reply").is_open
    assert [step.words for step in referral.steps.all()][-2:] == ["Who else is there?", "Nobody that is known."]


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ("confirmed", "confirmed"),
        ("suspected", "suspected"),
        ("at_risk", "at_risk"),
        ("unable", ""),
        ("no_concern", ""),
    ],
)
def test_a_determination_leaves_a_finding_for_later_screenings(people: Cast, choice: str, left: str) -> None:
    referral = moves.move(
        brought_to(people, "acknowledged"), "determine", by=people.liaison, words="What it rests on.", choice=choice
    )
    assert story.reread(referral).determination_reasons == "What it rests on."
    assert [finding.kind for finding in Finding.objects.all()] == ([left] if left else [])
    assert not Duty.objects.filter(clock="determination").open().exists()


def test_after_a_determination_the_review_may_begin_again(people: Cast) -> None:
    referral = moves.move(brought_to(people, "determined"), "start_review", by=people.liaison)
    assert Duty.objects.filter(clock="determination").open().count() == 1
    again = moves.move(referral, "determine", by=people.liaison, words="More is known.", choice="confirmed")
    assert [step.choice for step in again.steps.filter(move="determine")] == ["suspected", "confirmed"]


@pytest.mark.parametrize(
    ("choices", "left"),
    [
        (("confirmed", "no_concern"), []),
        (("confirmed", "at_risk"), ["at_risk"]),
        (("no_concern", "confirmed"), ["confirmed"]),
        (("confirmed", "no_concern", "confirmed"), ["confirmed"]),
    ],
)
def test_the_last_determination_is_the_finding_in_force(
    people: Cast, choices: tuple[str, ...], left: list[str]
) -> None:
    referral = brought_to(people, "in_review")
    for choice in choices:
        referral = moves.move(referral, "determine", by=people.liaison, words="What it rests on.", choice=choice)
        referral = moves.move(referral, "start_review", by=people.liaison)
    assert referral.youth is not None
    assert [finding.kind for finding in findings.known(referral.youth)] == left


@pytest.mark.parametrize("status", [status for status in ENDED if status in WAY])
def test_what_has_ended_has_no_service_clock_and_leaves_the_lists(people: Cast, status: str) -> None:
    referral = brought_to(people, status)
    assert referral.ended_by == people.liaison
    open_clocks = Duty.objects.about("referral", referral.pk).open().exclude(kind="legal")
    assert not open_clocks.filter(action="").exclude(clock="tell_outcome").exists()  # that one is the referrer's
    assert referral not in Referral.objects.open()
    assert referral not in Referral.objects.in_view("mine", people.liaison, clock.now())


def test_legal_duties_outlive_the_referral(people: Cast) -> None:
    brought_to(people, "not_accepted")
    assert Duty.objects.filter(action="careline").open().exists()


@pytest.mark.parametrize(
    ("name", "status"), [("acknowledge", "sent"), ("determine", "in_review"), ("not_accept", "in_review")]
)
def test_the_referrer_hears_of_each_of_harts_moves(people: Cast, name: str, status: str) -> None:
    referral = brought_to(people, status)
    before = Message.objects.about(referral.pk).filter(recipient=people.worker.pk).count()
    moves.move(referral, name, by=people.liaison, **SAID.get(name, {}))
    assert Message.objects.about(referral.pk).filter(recipient=people.worker.pk).count() == before + 1
    assert Notice.objects.filter(user=people.worker.pk, event=f"referral.{name}").exists()


def test_the_same_move_twice_is_told_twice(people: Cast) -> None:
    referral = brought_to(people, "information_asked")
    referral = moves.move(referral, "answer_information", by=people.worker, words="One thing.")
    referral = moves.move(referral, "ask_information", by=people.liaison, words="And another?")
    told = Message.objects.about(referral.pk).filter(event__startswith="referral.ask_information")
    assert told.count() == 2


def test_hart_hears_of_the_answer(people: Cast) -> None:
    referral = brought_to(people, "information_asked")
    moves.move(referral, "answer_information", by=people.worker, words="Nobody that is known.")
    told = Message.objects.about(referral.pk).filter(event__startswith="referral.answer_information")
    assert {message.recipient for message in told} == {None, people.liaison.pk}


# --- what the database itself holds -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        {"status": "acknowledged"},
        {"acknowledged_at": "now"},
        {"status": "determined", "acknowledged_at": "now", "acknowledged_by": "liaison"},
        {"determination": "confirmed"},
        {"closing": "stable"},
        {"ended_at": "now", "ended_by": "liaison"},
        {"youth": None},
    ],
)
def test_fields_that_belong_together_stay_together(people: Cast, broken: dict[str, Any]) -> None:
    referral = sent(people, "3")
    known = {"now": clock.now(), "liaison": people.liaison}
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(
            **{name: known.get(value, value) for name, value in broken.items()}
        )


def test_a_young_person_has_one_open_referral_whatever_writes_it(people: Cast) -> None:
    referral = sent(people, "3")
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.bulk_create(
            [
                Referral(
                    reference="HR-2222-2222", kind="referral", youth=referral.youth, status="sent", priority=1,
                    age_band="unknown", office=referral.office, routed_because="town", opened_by=people.worker,
                    opened_at=clock.now(), submission_key=people.worker.pk,
                )
            ]
        )  # fmt: skip


def test_history_is_never_changed_and_a_referral_never_deleted(people: Cast) -> None:
    referral = sent(people, "3")
    for change in (
        lambda: Step.objects.update(move="close"),
        lambda: Step.objects.all().delete(),
        lambda: Referral.objects.filter(pk=referral.pk)._raw_delete("default"),
    ):
        with pytest.raises(InternalError), transaction.atomic():
            change()
