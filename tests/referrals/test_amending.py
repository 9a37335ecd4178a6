"""What was sent is corrected: what stood there stays, the other side is told, and nobody overwrites anybody."""

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from audit import trail
from duties.models import Duty
from notifications.models import Message
from referrals import urgency
from referrals.amendments import AMENDABLE
from referrals.models import Amendment, Referral
from referrals.services import amending, moves
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, at_once, put_on_call, reread, sent, young_person
from tests.referrals.test_outside import entered
from vault import keys
from youth.services import grant_access

pytestmark = pytest.mark.django_db(databases="__all__")

WHY = "I took the plate down wrongly."


@pytest.fixture
def referral(people: Cast) -> Referral:
    told = {"exploiter_vehicle": "AB-1234", "what_seen": "A car waits.", "safe_tonight": "yes"}
    return moves.move(sent(people, "3", **told), "acknowledge", by=people.liaison)


def typed(referral: Referral, **instead: str) -> dict[str, Any]:
    stands = {name: getattr(referral, name) for name in AMENDABLE}
    return {**stands, "seen": amending.mark(referral), "because": WHY, **instead}


def post(user: User, referral: Referral, said: dict[str, Any]) -> Any:
    return as_(user).post(reverse("referrals:amend", args=[referral.pk]), said, follow=True)


@pytest.mark.parametrize("who", ["worker", "liaison"])
def test_the_old_and_the_new_stand_side_by_side_and_the_other_side_is_told(
    people: Cast, referral: Referral, who: str
) -> None:
    by, other = getattr(people, who), people.liaison if who == "worker" else people.worker
    answer = post(by, referral, typed(referral, exploiter_vehicle="AB-4321"))
    assert answer.status_code == 200
    assert reread(referral).exploiter_vehicle == "AB-4321"
    assert Amendment.objects.get().changes == {"exploiter_vehicle": ["AB-1234", "AB-4321"]}
    for client, name in ((as_(people.worker), "receipt"), (as_(people.liaison), "detail")):
        page = shown(client, name, referral.pk)
        assert "AB-1234 → AB-4321" in page
        assert WHY in page
    told = Message.objects.filter(event__startswith="referral.amend")
    assert other.pk in set(told.values_list("recipient", flat=True))
    assert by.pk not in set(told.values_list("recipient", flat=True))
    assert not any("AB-4321" in mail.raw for mail in told)


def test_codes_are_told_in_words(people: Cast, referral: Referral) -> None:
    post(people.worker, referral, typed(referral, concern_type="labor", venue=""))
    assert "nothing → Labor exploitation" in shown(as_(people.liaison), "detail", referral.pk)


def test_not_safe_tonight_after_all_hurries(people: Cast, referral: Referral) -> None:
    shift = put_on_call(people.on_call)
    post(people.worker, referral, typed(referral, safe_tonight="no"))
    after = reread(referral)
    assert urgency.has_flag(after.priority, "not_safe_tonight")
    assert not urgency.has_flag(referral.priority, "not_safe_tonight")
    assert Duty.objects.filter(action="call_now").open().exists()
    assert after.on_call == shift
    post(people.worker, after, typed(after, safe_tonight="yes", because="She is at her aunt's."))
    assert not urgency.has_flag(reread(referral).priority, "not_safe_tonight")


def test_an_edit_over_a_newer_one_shows_both_and_keeps_what_was_typed(people: Cast, referral: Referral) -> None:
    stale = typed(referral, exploiter_vehicle="ZZ-9999")
    post(people.liaison, referral, typed(referral, exploiter_vehicle="AB-4321"))
    page = post(people.worker, referral, stale).content.decode()
    assert "has corrected it meanwhile" in page
    assert "AB-1234 → AB-4321" in page
    assert "ZZ-9999" in page
    assert reread(referral).exploiter_vehicle == "AB-4321"
    post(people.worker, referral, {**stale, "seen": amending.mark(reread(referral))})
    assert reread(referral).exploiter_vehicle == "ZZ-9999"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [({}, "Nothing is changed."), ({"because": " ", "venue": "online"}, "Say why it is corrected.")],
)
def test_what_cannot_be_kept_is_said(people: Cast, referral: Referral, said: dict[str, str], sentence: str) -> None:
    page = as_(people.worker).post(reverse("referrals:amend", args=[referral.pk]), typed(referral, **said))
    assert sentence in page.content.decode()
    assert not Amendment.objects.exists()


def test_pressed_twice_it_is_corrected_once(people: Cast, referral: Referral) -> None:
    said = typed(referral, exploiter_vehicle="AB-4321")
    for _press in range(2):
        post(people.worker, referral, said)
    assert Amendment.objects.count() == referral.steps.filter(move="amend").count() == 1


def test_words_from_outside_stay_with_hart(people: Cast) -> None:
    youth = young_person(people)
    grant_access(youth, why="test", user=people.liaison)
    referral = entered(people, youth)
    said = typed(referral, what_seen="She told the nurse nothing.")
    post(people.liaison, referral, said)
    for answer in (
        as_(people.worker).get(reverse("referrals:amend", args=[referral.pk]), follow=True),
        post(people.worker, referral, said),
    ):
        page = answer.content.decode()
        assert "HART has words from somebody else in this referral" in page
    assert "the nurse" not in shown(as_(people.worker), "receipt", referral.pk)
    assert "She told the nurse nothing." in shown(as_(people.liaison), "detail", referral.pk)


def test_what_has_ended_is_not_corrected(people: Cast, referral: Referral) -> None:
    moves.move(referral, "not_accept", by=people.liaison, words="Another matter.")
    page = as_(people.worker).get(reverse("referrals:amend", args=[referral.pk]), follow=True).content.decode()
    assert "has ended" in page


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_at_once_one_is_kept_and_the_other_reads_it_first(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        referral = sent(people, "3", exploiter_vehicle="AB-1234")
    stands, seen = {name: getattr(referral, name) for name in AMENDABLE}, amending.mark(referral)

    def amend(by: User, plate: str) -> Any:
        keys.unlock([referral.key_owner])
        with transaction.atomic(), trail.recording():
            said = {**stands, "exploiter_vehicle": plate}
            return amending.amend(referral, said, because=WHY, seen=seen, by=by)

    found = at_once(lambda: amend(people.worker, "AB-1"), lambda: amend(people.liaison, "AB-2"))
    assert [one is None for one in found].count(True) == 1
    assert Amendment.objects.count() == 1
