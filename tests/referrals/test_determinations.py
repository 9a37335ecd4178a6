"""A determination is a row of its own: what it says, what came before, and what two at once come to."""

import datetime as dt
import re
from functools import partial
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from audit import clock, trail
from referrals.models import Determined, Referral
from referrals.services import determining, moves
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, at_once, sent
from vault import keys

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def referral(people: Cast) -> Referral:
    return moves.move(sent(people, "3"), "acknowledge", by=people.liaison)


def typed(**values: str) -> dict[str, str]:
    said = {"choice": "confirmed", "words": "Own words, and a phone.", **values}
    return {f"determine-{name}": value for name, value in said.items()}


def moment(hours_ago: int) -> str:
    return f"{timezone.localtime() - dt.timedelta(hours=hours_ago):%Y-%m-%dT%H:%M}"


def test_what_it_rests_on_is_kept_and_shown_to_hart_alone(people: Cast, referral: Referral) -> None:
    said = {"relied_on": "A phone.", "identified": "yes", "identified_at": moment(3), "timing": "absent"}
    said |= {"left_out": "The stepfather.", "attorney_informed": "no", "words": "What her friend wrote."}
    as_(people.liaison).post(reverse("referrals:determine", args=[referral.pk]), typed(**said))
    page = shown(as_(people.liaison), "detail", referral.pk)
    for words in ("A phone.", "While absent from placement", "The stepfather.", "What her friend wrote."):
        assert words in page
    receipt = shown(as_(people.worker), "receipt", referral.pk)
    assert "Confirmed" in receipt
    for words in ("A phone.", "What her friend wrote."):
        assert words not in receipt


def test_who_is_left_out_of_every_notice_stands_wherever_somebody_is_about_to_call(
    people: Cast, referral: Referral
) -> None:
    said = {"words": "A phone.", "choice": "suspected", "details": {"left_out": "The stepfather."}}
    moves.move(referral, "determine", by=people.liaison, **said)  # type: ignore[arg-type]
    for user, name in ((people.liaison, "detail"), (people.worker, "receipt"), (people.worker, "call-sheet")):
        assert "The stepfather." in shown(as_(user), name, referral.pk), name


def test_the_one_before_stays_beneath_the_one_in_force(people: Cast, referral: Referral) -> None:
    for choice, words in (("unable", "Nobody could be asked."), ("suspected", "Now they have spoken.")):
        referral = moves.move(referral, "determine", by=people.liaison, words=words, choice=choice)
        later("1 minute")
    assert [one.value for one in referral.determinations.all()] == ["suspected", "unable"]
    page, made = (shown(as_(people.liaison), name, referral.pk) for name in ("detail", "determine"))
    assert "Suspected, facing high risk</h3>" in page
    assert "Unable to determine</h3>" not in page
    assert made.index("Suspected, facing high risk</h3>") < made.index("Unable to determine</h3>")
    assert "Nobody could be asked." in made


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"words": " "}, "This field is required."),
        ({"identified": "yes", "identified_at": moment(-2)}, "This is in the future."),
        ({"identified": "yes"}, "Enter when they were identified."),
        ({"identified": "no", "identified_at": moment(2)}, "choose yes, or leave the time empty"),
    ],
)
def test_what_does_not_hold_is_said_and_nothing_typed_is_lost(
    people: Cast, referral: Referral, said: dict[str, str], sentence: str
) -> None:
    url = reverse("referrals:determine", args=[referral.pk])
    page = as_(people.liaison).post(url, typed(relied_on="What the school saw.", **said)).content.decode()
    assert sentence in page
    assert "What the school saw." in page
    assert not Determined.objects.exists()


def test_the_same_press_is_one_and_other_details_are_not_the_same_press(people: Cast, referral: Referral) -> None:
    said: dict[str, Any] = {"by": people.liaison, "words": "A phone.", "choice": "confirmed"}
    for _press in range(2):
        moves.move(referral, "determine", **said, details={"timing": "during"})
    assert Determined.objects.count() == 1
    moves.move(referral, "determine", **said, details={"timing": "before"})
    assert Determined.objects.count() == 2


def test_the_database_holds_it_as_it_was_said(people: Cast, referral: Referral) -> None:
    moves.move(referral, "determine", by=people.liaison, words="A phone.", choice="confirmed")
    Referral.objects.update(determined=None)
    for change in (lambda: Determined.objects.update(value="unable"), lambda: Determined.objects.all().delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Determined.objects.create(
            referral=referral, value="at_risk", reasons="A car.", identified="no", identified_at=clock.now(),
            by=people.liaison, at=clock.now(),
        )  # fmt: skip


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_reads_it_first(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        referral = moves.move(story.sent(people, "3"), "acknowledge", by=people.liaison)
    both = ((people.liaison, "confirmed"), (people.second, "at_risk"))

    def determine(by: Any, choice: str) -> Referral:
        keys.unlock([referral.key_owner])
        said: dict[str, Any] = {"words": f"Because: {choice}.", "choice": choice, "details": {}}
        with transaction.atomic(), trail.recording():
            return determining.determine(referral, **said, seen=None, by=by)

    found = at_once(*(partial(determine, *one) for one in both))
    assert sorted(one is None for one in found) == [False, True]
    assert Determined.objects.get().by_id == story.reread(referral).determined_by_id


def test_both_versions_stand_side_by_side_and_ones_own_is_recorded_with_another_press(
    people: Cast, referral: Referral
) -> None:
    client, url = as_(people.second), reverse("referrals:determine", args=[referral.pk])
    moves.move(referral, "determine", by=people.liaison, words="A car that waits.", choice="at_risk")
    answer = client.post(url, typed(relied_on="The school.", timing="during", seen=""))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"{people.liaison.display_name} has recorded a determination meanwhile: At risk" in page
    for words in ("A car that waits.", "Own words, and a phone.", "The school.", "Record mine as the newest"):
        assert words in page
    assert re.search(r'value="during"[^>]*checked', page)
    seen = re.search(r'name="determine-seen" value="([^"]+)"', page)
    assert seen
    later("1 minute")
    assert client.post(url, typed(relied_on="The school.", timing="during", seen=seen[1])).status_code == 302
    assert [one.value for one in referral.determinations.all()] == ["confirmed", "at_risk"]
    assert story.reread(referral).determination == "confirmed"


def test_one_that_was_recorded_before_they_had_rows_is_read_from_the_referral(people: Cast, referral: Referral) -> None:
    referral = moves.move(referral, "determine", by=people.liaison, words="As it was then.", choice="at_risk")
    Referral.objects.update(determined=None)
    with pgtrigger.ignore("referrals.Determined:determined_for_good"):
        Determined.objects.all().delete()
    for name in ("detail", "determine"):
        assert "As it was then." in shown(as_(people.liaison), name, referral.pk)


def test_the_value_and_its_reasons_are_asked_first(people: Cast, referral: Referral) -> None:
    form = as_(people.liaison).get(reverse("referrals:determine", args=[referral.pk])).context["form"]
    assert [*form.fields][:3] == ["choice", "words", "for_referrer"]
