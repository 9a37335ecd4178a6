"""A report from outside: entered by HART, with its source and words, into the same queue, on the same clocks."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Town
from accounts.permissions import Role
from audit import clock
from duties.models import Duty
from referrals.models import OutsideReport, Referral
from referrals.services import moves
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, recipients_of, young_person
from youth.models import Youth
from youth.services import grant_access

pytestmark = pytest.mark.django_db(databases="__all__")

SAID = "She told the nurse about a man who buys her phones."


def hours_ago(hours: float) -> str:
    return f"{timezone.localtime(clock.now()) - dt.timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def typed(*, hours: float = 0, **said: Any) -> dict[str, Any]:
    """Received so many hours ago."""
    return {
        "submission_key": str(uuid.uuid4()), "source": "hospital", "channel": "phone", "received_at": hours_ago(hours),
        "reporter": "Nurse Nobody, General Hospital", "callback_phone": "860-555-0143", "what_seen": SAID,
        "screening": "asked", **said,
    }  # fmt: skip


def entered(people: Cast, youth: Youth | None = None, **said: Any) -> Referral:
    name, args = ("take-report-known", [youth.pk]) if youth else ("take-report", [])
    answer = as_(people.liaison).post(reverse(f"referrals:{name}", args=args), typed(**said))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return story.reread(Referral.objects.get(pk=answer.headers["Location"].split("/")[2]))


def test_source_and_words_are_kept_and_told_before_anything_else(people: Cast) -> None:
    referral = entered(people, name="Ottoline Fernsby", age="15")
    assert (referral.status, referral.level, referral.kind) == ("sent", "", "referral")
    page = shown(as_(people.liaison), "detail", referral.pk)
    for words in (SAID, "Hospital or clinic", "Nurse Nobody", "By phone", "860-555-0143"):
        assert words in page
    inbox = as_(people.liaison).get(reverse("referrals:inbox", args=["unclaimed"])).content.decode()
    assert referral.reference in inbox


def test_the_clocks_run_from_when_hart_received_it(people: Cast) -> None:
    early, now = entered(people, hours=30), entered(people)
    started = {
        one.pk: Duty.objects.about("referral", one.pk).get(clock__startswith="acknowledge").started_at
        for one in (early, now)
    }
    assert (started[now.pk] - started[early.pk]).total_seconds() == pytest.approx(30 * 3600, abs=61)
    assert early.opened_at == started[early.pk]
    assert early.next_due is not None
    assert early.next_due < clock.now()


def test_it_goes_where_a_referral_of_that_town_goes(people: Cast) -> None:
    town = Town.objects.exclude(office=people.liaison.office).select_related("office")[0]
    assert entered(people, town=str(town.pk)).office == town.office


def test_what_is_known_already_joins_the_open_referral(people: Cast) -> None:
    youth = young_person(people)
    opened = story.sent(people, "3", youth=youth)
    joined = entered(people, youth, source="school", what_seen="She slept in class.")
    assert joined == opened
    assert [step.move for step in joined.steps.all()] == ["send", "join"]
    page = shown(as_(people.liaison), "detail", joined.pk)
    assert "She slept in class." in page
    assert OutsideReport.objects.get().step == joined.steps.last()


def test_the_number_of_whoever_reported_is_called_by_hart_and_stands_on_no_sheet_of_the_worker(people: Cast) -> None:
    youth = young_person(people)
    referral = story.sent(people, "3", youth=youth, callback_phone="860-555-0198")
    entered(people, youth)
    assert story.reread(referral).callback_phone == "860-555-0198"
    assert "860-555-0143" in shown(as_(people.liaison), "detail", referral.pk)
    for name in ("receipt", "call-sheet"):
        assert "860-555-0143" not in shown(as_(people.worker), name, referral.pk)


def test_two_presses_are_one(people: Cast) -> None:
    same = typed()
    for _press in range(2):
        as_(people.liaison).post(reverse("referrals:take-report"), same)
    assert Referral.objects.count() == OutsideReport.objects.count() == 1


def test_the_office_is_asked_for_the_screening_and_may_begin_it(people: Cast) -> None:
    referral = entered(people, town=str(Town.objects.filter(office=people.supervisor.office)[0].pk))
    assert people.supervisor.pk in recipients_of(referral)
    receipt = shown(as_(people.supervisor), "receipt", referral.pk)
    assert "Start the screening" in receipt
    assert "Reported from outside: Hospital or clinic" in receipt
    for kept_with_hart in (SAID, "Nurse Nobody"):
        assert kept_with_hart not in receipt
    assert Duty.objects.filter(youth=referral.youth_id, action="screening_after_referral").open().exists()


def test_their_own_worker_is_asked_where_there_is_one(people: Cast) -> None:
    youth = young_person(people)
    grant_access(youth, why="match", user=people.liaison)
    referral = entered(people, youth)
    told = recipients_of(referral)
    assert people.worker.pk in told
    assert people.supervisor.pk not in told


def test_not_possible_because_is_kept_and_nobody_is_asked(people: Cast) -> None:
    referral = entered(people, screening="not_possible", no_screening_because="They are abroad.")
    assert "They are abroad." in shown(as_(people.liaison), "detail", referral.pk)
    assert not Duty.objects.filter(action="screening_after_referral").exists()
    assert people.supervisor.pk not in recipients_of(referral)


@pytest.mark.parametrize(("source", "is_open"), [("careline", False), ("school", True)])
def test_what_the_careline_told_need_not_be_told_to_it(people: Cast, source: str, is_open: bool) -> None:
    referral = entered(people, source=source)
    assert Duty.objects.filter(youth=referral.youth_id, action="careline").open().exists() is is_open


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"what_seen": ""}, "Write what was seen or said"),
        ({"source": ""}, "This field is required."),
        ({"source": "moon"}, "Select a valid choice"),
        ({"hours": -2}, "This is in the future."),
        ({"callback_phone": "12"}, "Write the whole number"),
        ({"screening": "not_possible"}, "Write why a screening is not possible."),
    ],
)
def test_what_does_not_hold_is_said_and_what_was_typed_stays(people: Cast, said: dict[str, Any], sentence: str) -> None:
    answer = as_(people.liaison).post(reverse("referrals:take-report"), typed(name="Ottoline", **said))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert 'value="Ottoline"' in page
    assert not Youth.objects.exists()


def test_only_hart_enters_it_and_nobody_about_somebody_they_may_not_see(people: Cast) -> None:
    assert as_(people.worker).get(reverse("referrals:take-report")).status_code == 403
    youth = young_person(people)
    elsewhere = person(Role.LIAISON, office=people.stranger.office)
    address = reverse("referrals:take-report-known", args=[youth.pk])
    assert as_(elsewhere).get(address).status_code == 404


@pytest.mark.parametrize("said", [{"reporter": "The aunt of Ottoline"}, {"what_seen": "Ottoline was seen."}])
def test_of_an_adult_who_was_not_asked_no_word_says_who_they_are(people: Cast, said: dict[str, str]) -> None:
    adult = {"name": "Ottoline Fernsby", "age": "20", "adult_agreement": "not_asked"}
    page = as_(people.liaison).post(reverse("referrals:take-report"), typed(**adult, **said)).content.decode()
    assert "Take this out first" in page
    assert not Referral.objects.exists()
    referral = entered(people, **adult)
    assert referral.names_nobody
    assert SAID in shown(as_(people.liaison), "detail", referral.pk)


def test_whoever_enters_it_may_take_it(people: Cast) -> None:
    referral = moves.move(entered(people), "acknowledge", by=people.liaison)
    assert referral.liaison == people.liaison
