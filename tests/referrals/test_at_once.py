"""Presses in the same moment, on real connections: one referral, one acknowledgement."""

import uuid
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from accounts.permissions import Role
from audit import trail
from notifications.models import Message
from referrals.models import Referral, Step
from referrals.pages import hand
from referrals.services import moves, queueing, signing, urgent
from referrals.services.moves import MoveRefused
from referrals.services.urgent import Suspicion
from screening import services as screenings
from screening.models import Screening
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.story import MINOR, Cast, at_once, screened, sent, young_person
from vault import keys

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


@pytest.fixture(autouse=True)
def _mail_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The broker is another test's matter; here it would only slow each commit."""
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)


def sign(screening: Screening, people: Cast, key: uuid.UUID) -> Any:
    keys.unlock([screening.youth_id])
    return signing.sign_and_send(screening, {"what_seen": "A car."}, by=people.worker, submission_key=key)


@pytest.fixture
def ready(people: Cast) -> Screening:
    with transaction.atomic(), trail.recording():
        return screened(young_person(people), people.worker, "4")


def test_two_that_sign_and_send_at_once_send_one_referral(people: Cast, ready: Screening) -> None:
    found = at_once(*(partial(sign, ready, people, uuid.uuid4()) for _ in range(2)))
    assert len({referral.pk for referral in found}) == 1
    assert Referral.objects.count() == Step.objects.count() == 1


def test_twenty_presses_with_one_key_are_one_referral(people: Cast, ready: Screening) -> None:
    key = uuid.uuid4()
    found = at_once(*(partial(sign, ready, people, key) for _ in range(20)))
    assert len({referral.pk for referral in found}) == 1
    assert Referral.objects.get().steps.count() == 1
    assert Message.objects.count() == len({message.recipient for message in Message.objects.all()})


def test_two_workers_who_sign_for_one_young_person_at_once_share_one_referral(people: Cast) -> None:
    with transaction.atomic(), trail.recording():
        youth = young_person(people)
        both = [screened(youth, worker, level) for worker, level in ((people.worker, "3"), (people.supervisor, "4"))]
    found = at_once(
        *(partial(signing.sign_and_send, one, {}, by=one.started_by, submission_key=uuid.uuid4()) for one in both)
    )
    assert len({referral.pk for referral in found}) == 1
    referral = Referral.objects.get()
    assert referral.level == "4"
    assert sorted(step.move for step in referral.steps.all()) == ["join", "send"]


def test_two_who_refer_one_young_person_at_once_note_one_caregiver(people: Cast) -> None:
    with transaction.atomic(), trail.recording():
        youth = young_person(people)
    suspicion = Suspicion({"what_seen": "A car."}, caregiver_involved="yes")
    found = at_once(
        *(
            partial(urgent.refer_now, suspicion, by=one, submission_key=uuid.uuid4(), youth=youth)
            for one in (people.worker, people.supervisor)
        )
    )
    assert len({referral.pk for referral in found}) == 1
    assert youth.caregivers.count() == 1


def test_two_who_start_a_screening_at_once_have_a_draft_each_and_hear_of_the_other_one(people: Cast) -> None:
    with transaction.atomic(), trail.recording():
        youth = young_person(people)
    both = (people.worker, people.supervisor)
    drafts = at_once(*(partial(screenings.start, youth, by=one) for one in (*both, *both)))
    assert Screening.objects.count() == len({draft.pk for draft in drafts}) == 2
    for one, other in (both, both[::-1]):
        in_hand = hand.in_hand([youth.pk], one)[youth.pk]
        assert {thing.owner: bool(thing.go_on) for thing in in_hand} == {one: True, other: False}


def test_of_two_liaisons_who_acknowledge_at_once_one_does_and_the_other_hears_who(people: Cast) -> None:
    with transaction.atomic(), trail.recording():
        referral = story.sent(people, "3", gates=MINOR)
    found = at_once(*(partial(moves.move, referral, "acknowledge", by=one) for one in (people.liaison, people.second)))
    refused = [one for one in found if isinstance(one, MoveRefused)]
    taken = [one for one in found if isinstance(one, Referral)]
    assert len(refused) == len(taken) == 1
    assert taken[0].liaison.display_name in refused[0].message
    assert Step.objects.filter(move="acknowledge").count() == 1


def test_of_ten_who_claim_the_same_one_at_once_one_has_it(people: Cast, pytestconfig: pytest.Config) -> None:
    """One referral after the other; ``--claimed`` says how many."""
    claimed = pytestconfig.getoption("--claimed")
    with transaction.atomic(), trail.recording():
        waiting = [sent(people, youth=young_person(people)) for _ in range(claimed)]
        claimers = [people.liaison, people.second, people.lead, people.on_call]
        claimers += [person(Role.LIAISON, office=people.office) for _ in range(10 - len(claimers))]
    for referral in waiting:
        came = at_once(*(partial(queueing.claim, referral, by=by, back="/") for by in claimers))
        refused = [one for one in came if isinstance(one, MoveRefused)]
        assert len(refused) == len(claimers) - 1
        (taken,) = (one for one in came if not isinstance(one, MoveRefused))
        assert all(f"{taken.liaison.display_name} has it since" in one.message for one in refused)
    taken = Referral.objects.filter(status="acknowledged")
    assert taken.filter(liaison=F("acknowledged_by")).count() == claimed
    assert Step.objects.filter(move="acknowledge").count() == claimed
