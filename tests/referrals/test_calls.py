"""Call now: who has it on their screen, what opens it, and that only a recorded call closes it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audit import clock
from duties.models import Duty
from referrals.models import Referral
from referrals.services import calls, moves
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import ADULT, Cast, screened, sent, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def open_calls(referral: Referral) -> int:
    return calls.open_calls().about("referral", referral.pk).count()


@pytest.mark.parametrize(
    ("level", "gates", "fields", "asked"),
    [
        ("4", {}, {}, 1),
        ("3", {}, {}, 0),
        ("3", {"G4": "missing_now"}, {}, 1),
        ("2", {}, {"safe_tonight": "no", "send": True}, 1),
        ("2", {}, {"send": True}, 0),
    ],
)
def test_what_cannot_wait_asks_for_a_call(
    people: Cast, level: str, gates: dict[str, str], fields: dict[str, Any], asked: int
) -> None:
    assert open_calls(sent(people, level, gates={**story.MINOR, **gates}, **fields)) == asked


def test_urgent_news_asks_for_a_call_again_and_never_for_two_at_once(people: Cast) -> None:
    referral = sent(people, "3")
    for _ in range(2):
        sent(people, "4", youth=referral.youth)
        assert open_calls(referral) == 1
    calls.record_call(referral, by=people.liaison, at=clock.now(), who="The liaison called.")
    assert open_calls(referral) == 0
    sent(people, "3", youth=referral.youth)
    assert open_calls(referral) == 0
    sent(people, "4", youth=referral.youth)
    assert open_calls(referral) == 1


def test_it_stands_first_on_the_screen_of_whoever_is_on_call(people: Cast) -> None:
    story.put_on_call(people.on_call)
    referral = sent(people, "4")
    page = shown(as_(people.on_call), "inbox", "new")
    assert page.index("Call now") < page.index("New <span")
    assert referral.reference in page.split('id="calls-title"')[1].split("</section>")[0]
    for other in (people.liaison, people.second, people.lead):
        assert "Call now" not in shown(as_(other), "inbox", "new")


def test_a_later_shift_finds_what_the_earlier_one_left(people: Cast) -> None:
    shift = story.put_on_call(people.on_call)
    referral = sent(people, "4")
    now = clock.now()
    shift.ends_at = now - dt.timedelta(minutes=1)
    shift.save()
    story.put_on_call(people.lead)
    assert list(calls.waiting_for(people.lead, now)) == [referral]
    assert not calls.waiting_for(people.on_call, now)


def test_with_nobody_on_call_it_is_with_the_office_and_the_lead(people: Cast) -> None:
    referral, now = sent(people, "4"), clock.now()
    for reader in (people.liaison, people.second, people.lead):
        assert list(calls.waiting_for(reader, now)) == [referral]


def test_whoever_took_it_has_it_on_the_screen_too(people: Cast) -> None:
    story.put_on_call(people.on_call)
    referral = moves.move(sent(people, "4"), "acknowledge", by=people.liaison)
    assert list(calls.waiting_for(people.liaison, clock.now())) == [referral]


def test_it_is_closed_by_recording_who_called_and_when(people: Cast) -> None:
    referral, client = sent(people, "4"), as_(people.liaison)
    page = shown(client, "detail", referral.pk)
    assert page.index("call-now-title") < page.index("owner-title") < page.index("brief-title")
    url = reverse("referrals:called", args=[referral.pk])
    empty = client.post(url, {"who": "", "at": ""}).content.decode()
    assert empty.count("This field is required.") >= 2
    assert open_calls(referral) == 1
    client.post(url, {"who": "The liaison called the worker.", "at": "2026-01-02T10:30"})
    duty = Duty.objects.get(action=calls.CALL_NOW)
    assert (duty.done_by, duty.done_how) == (people.liaison, "The liaison called the worker.")
    page = shown(client, "detail", referral.pk)
    assert "call-now-title" not in page
    assert "The liaison called the worker." in page


def test_the_call_of_a_consultation_that_names_nobody_is_closed_like_any_other(people: Cast) -> None:
    referral = sign(screened(young_person(people), people.worker, "4", gates=ADULT), people.worker)
    assert referral is not None
    assert referral.youth is None
    answer = as_(people.liaison).post(
        reverse("referrals:called", args=[referral.pk]), {"who": "The worker called.", "at": "2026-01-02T10:30"}
    )
    assert answer.status_code == 302
    assert open_calls(referral) == 0
    assert story.reread(referral).youth is None
    assert Duty.objects.get(action=calls.CALL_NOW).done_how == "The worker called."


def test_only_hart_records_it(people: Cast) -> None:
    referral = sent(people, "4")
    with pytest.raises(PermissionDenied):
        calls.record_call(referral, by=people.worker, at=clock.now(), who="Nobody")


def test_what_has_ended_asks_for_no_call(people: Cast) -> None:
    referral = moves.move(sent(people, "4"), "acknowledge", by=people.liaison)
    moves.move(referral, "not_accept", by=people.liaison, words="Another matter.")
    assert open_calls(referral) == 0
