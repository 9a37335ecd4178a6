"""The young person is told of the outcome: due for the referrer, recorded with by whom and when, seen by HART."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit import clock
from audit.models import Entry
from duties.models import Duty
from referrals.models import Referral
from referrals.services import moves, outcome
from referrals.services.outcome import Telling
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, reread, sent

pytestmark = pytest.mark.django_db(databases="__all__")


def determined(people: Cast, **fields: Any) -> Referral:
    referral = sent(people, "4", **fields)
    moves.move(referral, "acknowledge", by=people.liaison)
    return moves.move(referral, "determine", by=people.liaison, words="What was seen.", choice="at_risk")


def to_tell(referral: Referral) -> Duty:
    return Duty.objects.select_related("youth").filter(about_id=referral.pk, clock="tell_outcome").latest("started_at")


def told(**more: Any) -> dict[str, Any]:
    now = f"{timezone.localtime(clock.now()):%Y-%m-%dT%H:%M}"
    return {"outcome_told": "told", "words": "What HART decided.", "told_by": "Wren", "told_at": now, **more}


def tell(people: Cast, referral: Referral, **more: Any) -> Any:
    return as_(people.worker).post(reverse("referrals:tell-outcome", args=[referral.pk]), told(**more))


def test_a_determination_makes_telling_the_young_person_due_for_the_referrer(people: Cast) -> None:
    referral = determined(people)
    duty = to_tell(referral)
    assert (duty.kind, duty.owner_role, duty.is_open) == ("proposed", "worker", True)
    assert duty.due_at
    page = shown(as_(people.worker), "receipt", referral.pk)
    assert "The young person is told of the outcome" in page
    assert "Record what they were told" in page
    assert "Not recorded yet" in shown(as_(people.liaison), "detail", referral.pk)


def test_what_is_the_referrers_to_tell_is_no_clock_of_harts_inbox(people: Cast) -> None:
    referral = sent(people, "2", send=True)
    moves.move(referral, "acknowledge", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="What was seen.", choice="at_risk")
    assert to_tell(referral).is_open
    assert reread(referral).next_due is None


def test_what_they_were_told_is_seen_by_hart_and_settles_it(people: Cast) -> None:
    referral = determined(people)
    assert tell(people, referral).status_code == 302
    for page in (shown(as_(people.liaison), "detail", referral.pk), shown(as_(people.worker), "receipt", referral.pk)):
        for words in ("Yes, they have been told", "What HART decided.", "Wren"):
            assert words in page, words
    assert to_tell(referral).done_at
    assert Entry.objects.filter(action="referral.tell_outcome", subject=referral.pk).count() == 1


def test_a_second_press_records_nothing_more(people: Cast) -> None:
    referral = determined(people)
    for _press in range(2):
        assert tell(people, referral).status_code == 302
    assert referral.steps.filter(move="tell_outcome").count() == 1


def test_not_yet_is_kept_with_its_reason_and_stays_due(people: Cast) -> None:
    referral = determined(people)
    tell(people, referral, outcome_told="not_yet", words="Away until Monday.")
    found = reread(referral)
    assert (found.outcome_told_words, found.outcome_told_by, found.outcome_told_at) == ("Away until Monday.", "", None)
    assert to_tell(referral).is_open
    tell(people, referral)
    assert to_tell(referral).done_at
    assert "Away until Monday." in shown(as_(people.liaison), "detail", referral.pk)  # the step keeps it


def test_not_wanting_to_hear_it_ends_the_duty_without_calling_it_done(people: Cast) -> None:
    referral = determined(people)
    tell(people, referral, outcome_told="not_wanted", words="Said so.")
    duty = to_tell(referral)
    assert duty.not_applicable_at
    assert not duty.done_at


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"outcome_told": ""}, "Choose whether they have been told."),
        ({"words": ""}, "Write what they were told, or why they have not been."),
        ({"told_by": ""}, "Write who told them."),
        ({"told_at": ""}, "Enter when they were told."),
        ({"told_at": "2026-01-02T10:00"}, "HART had not decided then."),
        ({"told_at": "2999-01-02T10:00"}, "This is in the future."),
    ],
)
def test_what_cannot_be_recorded_says_what_to_do(people: Cast, typed: dict[str, str], sentence: str) -> None:
    answer = tell(people, determined(people), **typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


def test_before_a_decision_there_is_nothing_to_tell(people: Cast) -> None:
    referral = sent(people, "4")
    client = as_(people.worker)
    answer = client.get(reverse("referrals:tell-outcome", args=[referral.pk]), follow=True)
    assert "HART has not decided yet" in answer.content.decode()
    assert tell(people, referral).status_code >= 300
    assert not reread(referral).outcome_told


def test_a_new_determination_is_told_anew_and_the_step_keeps_the_first(people: Cast) -> None:
    referral = determined(people)
    tell(people, referral)
    moves.move(referral, "start_review", by=people.liaison)
    moves.move(referral, "determine", by=people.liaison, words="More was seen.", choice="confirmed")
    assert reread(referral).outcome_told == ""
    assert Duty.objects.about("referral", referral.pk).open().filter(clock="tell_outcome").exists()
    assert "What HART decided." in shown(as_(people.worker), "receipt", referral.pk)


def test_what_was_not_accepted_is_told_too_and_closing_leaves_it_due(people: Cast) -> None:
    refused = sent(people, "3")
    moves.move(refused, "acknowledge", by=people.liaison)
    moves.move(refused, "not_accept", by=people.liaison, words="The school can help.")
    assert to_tell(refused).is_open
    assert tell(people, refused).status_code == 302
    closed = determined(people)
    moves.move(closed, "close", by=people.liaison, words="Services.", choice="stable")
    assert to_tell(closed).is_open
    assert tell(people, closed).status_code == 302


def test_telling_of_somebody_without_identity_names_nobody(people: Cast) -> None:
    referral = sent(people, "4", gates=story.ADULT, adult_agreement="declined")
    moves.move(referral, "acknowledge", by=people.liaison)
    referral = moves.move(referral, "determine", by=people.liaison, words="Seen.", choice="at_risk")
    with pytest.raises(moves.AnswerNamesSomebody):
        outcome.record_told(referral, Telling("not_wanted", "Zephyrine said so."), by=people.worker)
    outcome.record_told(referral, Telling("not_wanted", "Said so."), by=people.worker)
    assert to_tell(referral).not_applicable_at
