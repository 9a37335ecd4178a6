"""Duties start with their clock, are done once, may be recorded late, and say how they stand."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction

from audit import clock
from duties import services
from duties.models import Duty
from tests.referrals.story import Cast, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

HOUR = dt.timedelta(hours=1)


def started(people: Cast, **values: Any) -> Duty:
    known: dict[str, Any] = {
        "about": ("screening", uuid.uuid4()), "kind": "legal", "owner": "worker", "started_at": clock.now(),
        "youth_id": young_person(people).pk,
    }  # fmt: skip
    duty = services.prepared(**{**known, **values})
    services.start(duty)
    return duty


def test_a_duty_with_a_clock_is_due_by_it_and_a_task_has_no_limit(people: Cast) -> None:
    timed = started(people, clock="careline_report", action="careline")
    task = started(people, action="attorney")
    assert timed.due_at == timed.started_at + 12 * HOUR
    assert task.due_at is None
    assert task.due_words(clock.now()) == "no time limit"


def test_an_unknown_clock_starts_nothing(people: Cast) -> None:
    with pytest.raises(KeyError):
        started(people, clock="no_such_clock")


def test_it_is_done_once_and_may_be_recorded_late(people: Cast) -> None:
    duty = started(people, clock="careline_report", started_at=clock.now() - 5 * HOUR)
    at = clock.now() - 3 * HOUR
    duty = services.done(duty, by=people.worker, at=at, how="By phone, number 26-1")
    again = services.done(duty, by=people.supervisor, at=clock.now(), how="Something else")
    assert (again.done_at, again.done_by, again.done_how) == (at, people.worker, "By phone, number 26-1")
    assert again.done_recorded_at == clock.now()
    assert not again.is_open
    assert again.due_words(clock.now()).startswith("done ")


def test_nothing_is_done_in_the_future(people: Cast) -> None:
    duty = services.done(started(people), by=people.worker, at=clock.now() + HOUR, how="")
    assert duty.done_at == clock.now()


def test_what_does_not_apply_has_its_reason_and_cannot_also_be_done(people: Cast) -> None:
    duty = services.not_applicable(started(people), by=people.worker, because="Reported by the school.")
    duty = services.done(duty, by=people.worker, at=clock.now(), how="")
    assert duty.done_at is None
    assert duty.due_words(clock.now()) == "does not apply"
    kept = Duty.objects.get(pk=duty.pk)
    assert (kept.not_applicable_because, kept.settled_by) == ("Reported by the school.", people.worker)


@pytest.mark.parametrize(
    ("ago", "words", "late"),
    [(10 * HOUR, "2 h left", False), (12 * HOUR, "0 min left", False), (13 * HOUR, "overdue by 1 h", True)],
)
def test_it_says_how_it_stands(people: Cast, ago: dt.timedelta, words: str, late: bool) -> None:
    duty = started(people, clock="careline_report", started_at=clock.now() - ago)
    assert words in duty.due_words(clock.now())
    assert duty.is_late(clock.now()) == late


def test_lists_ask_for_what_is_open_soonest_first_and_tasks_last(people: Cast) -> None:
    about = ("referral", uuid.uuid4())
    later = started(people, about=about, clock="otip_notice")
    sooner = started(people, about=about, clock="careline_report")
    task = started(people, about=about, owner="hart")
    services.done(started(people, about=about, clock="supervisor_4"), by=people.worker, at=clock.now(), how="")
    assert list(Duty.objects.about(*about).open().soonest_first()) == [sooner, later, task]
    assert Duty.objects.about(*about).get(owner_role="hart") == task
    assert Duty.objects.next_due_about(*about) == sooner.due_at
    assert Duty.objects.next_due_about("referral", uuid.uuid4()) is None


def test_only_who_may_see_the_young_person_sees_the_duty(people: Cast) -> None:
    duty = started(people)
    assert duty in Duty.objects.visible_to(people.worker)
    assert duty not in Duty.objects.visible_to(people.stranger)


@pytest.mark.parametrize(
    "broken",
    [{"due_at": "now"}, {"not_applicable_by": "worker"}, {"clock": "careline_report"}, {"done_at": "now"}, {"done_by": "worker"},
     {"done_at": "now", "done_recorded_at": "now", "not_applicable_at": "now"}],
)  # fmt: skip
def test_fields_that_belong_together_stay_together(people: Cast, broken: dict[str, Any]) -> None:
    duty, known = started(people), {"now": clock.now(), "worker": people.worker}
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=duty.pk).update(**{name: known.get(value, value) for name, value in broken.items()})


def test_its_words_cannot_be_searched(people: Cast) -> None:
    with pytest.raises(FieldError):
        Duty.objects.filter(done_how="By phone")
