"""A determination is a row of its own: what it says, what came before, and what two at once come to."""

import datetime as dt
from functools import partial
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from audit import clock, trail
from referrals.models import Determined, Referral
from referrals.services import moves
from referrals.services.moves import MoveRefused
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
    said |= {"left_out": "The stepfather.", "attorney_informed": "no"}
    as_(people.liaison).post(reverse("referrals:move", args=[referral.pk, "determine"]), typed(**said))
    page = shown(as_(people.liaison), "detail", referral.pk)
    for words in ("A phone.", "While absent from placement", "The stepfather."):
        assert words in page
    receipt = shown(as_(people.worker), "receipt", referral.pk)
    assert "Confirmed" in receipt
    assert "The stepfather." not in receipt


def test_the_one_before_stays_beneath_the_one_in_force(people: Cast, referral: Referral) -> None:
    for choice, words in (("unable", "Nobody could be asked."), ("suspected", "Now they have spoken.")):
        referral = moves.move(referral, "determine", by=people.liaison, words=words, choice=choice)
        referral = moves.move(referral, "start_review", by=people.liaison)
        later("1 minute")
    assert [one.value for one in referral.determinations.all()] == ["suspected", "unable"]
    page = shown(as_(people.liaison), "detail", referral.pk)
    assert "Before: Unable to determine" in page
    assert "Nobody could be asked." in page


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
    url = reverse("referrals:move", args=[referral.pk, "determine"])
    page = as_(people.liaison).post(url, typed(relied_on="What the school saw.", **said)).content.decode()
    assert sentence in page
    assert "What the school saw." in page
    assert not Determined.objects.exists()


def test_the_same_press_is_one_and_other_details_are_not_the_same_press(people: Cast, referral: Referral) -> None:
    said: dict[str, Any] = {"by": people.liaison, "words": "A phone.", "choice": "confirmed"}
    for _press in range(2):
        moves.move(referral, "determine", **said, details={"timing": "during"})
    assert Determined.objects.count() == 1
    with pytest.raises(MoveRefused):
        moves.move(referral, "determine", **said, details={"timing": "before"})


def test_the_database_holds_it_as_it_was_said(people: Cast, referral: Referral) -> None:
    moves.move(referral, "determine", by=people.liaison, words="A phone.", choice="confirmed")
    for change in (lambda: Determined.objects.update(value="unable"), lambda: Determined.objects.all().delete()):
        with pytest.raises(InternalError), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Determined.objects.create(
            referral=referral, value="at_risk", reasons="A car.", identified="no", identified_at=clock.now(),
            by=people.liaison, at=clock.now(),
        )  # fmt: skip


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_hears_what_and_by_whom(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.outbox.wake_up", lambda: None)
    with transaction.atomic(), trail.recording():
        referral = moves.move(story.sent(people, "3"), "acknowledge", by=people.liaison)
    both = ((people.liaison, "confirmed"), (people.second, "at_risk"))

    def determine(by: Any, choice: str) -> Referral:
        keys.unlock([referral.key_owner])
        return moves.move(referral, "determine", by=by, words=f"Because: {choice}.", choice=choice)

    found = at_once(*(partial(determine, *one) for one in both))
    kept = Determined.objects.select_related("by").get()
    refused = next(one for one in found if isinstance(one, MoveRefused))
    assert f"{kept.by.display_name} has recorded a determination: {kept.get_value_display()}" in refused.message
    assert refused.shows_typed


def test_one_that_was_recorded_before_they_had_rows_is_read_from_the_referral(people: Cast, referral: Referral) -> None:
    referral = moves.move(referral, "determine", by=people.liaison, words="As it was then.", choice="at_risk")
    with pgtrigger.ignore("referrals.Determined:determined_for_good"):
        Determined.objects.all().delete()
    assert "As it was then." in shown(as_(people.liaison), "detail", referral.pk)
    with pytest.raises(MoveRefused, match="has recorded a determination: At risk"):
        moves.move(referral, "determine", by=people.second, words="Another view.", choice="confirmed")


def test_the_value_and_its_reasons_are_asked_first(people: Cast, referral: Referral) -> None:
    page = as_(people.liaison).get(reverse("referrals:detail", args=[referral.pk]))
    form = next(form for form in page.context["forms"] if form.move.name == "determine")
    assert [*form.fields][:3] == ["choice", "words", "relied_on"]
