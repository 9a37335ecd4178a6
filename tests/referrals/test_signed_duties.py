"""The clocks and duties a signature starts, settles and leaves alone."""

import datetime as dt

import pytest
from django.utils import timezone

from audit import clock
from duties.models import Duty
from referrals.pages import sending
from referrals.services import clocks
from screening import services
from screening.models import Screening
from tests.referrals import story
from tests.referrals.story import Cast, screened, sent, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def test_each_action_of_the_result_becomes_a_duty_of_whoever_owes_it(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "4")
    referral = sign(screening, people.worker)
    assert referral is not None
    worker = {duty.action: duty for duty in Duty.objects.about("screening", screening.pk)}
    hart = {duty.action for duty in Duty.objects.about("referral", referral.pk)} - {""}
    assert {"careline", "supervisor_call", "police_identified", "rescreen", "safety_plan_now"} <= set(worker)
    assert hart == {"call_now", "otip", "mdt_request", "rapid_response"}
    assert worker["careline"].kind == "legal"
    assert worker["careline"].due_at == worker["careline"].started_at + dt.timedelta(hours=12)
    assert worker["rescreen"].clock == "rescreen_4"
    assert worker["health"].clock == ""  # nobody knows when the last contact was
    assert not {"hart_referral", "stop_asking", "call_911"} & set(worker)


def test_the_careline_clock_starts_when_there_was_cause_and_never_after_the_signature(people: Cast) -> None:
    earlier = clock.now() - dt.timedelta(hours=5)
    sent(people, "4", cause_at=earlier, last_contact_at=earlier)
    assert Duty.objects.get(action="careline").started_at == earlier
    assert Duty.objects.get(action="police_identified").started_at == earlier
    assert Duty.objects.get(action="health").due_at == earlier + dt.timedelta(hours=120)


@pytest.mark.parametrize(("day", "told"), [(3, None), (3, 1), (1, 30), (None, 30)])
def test_where_nobody_says_when_there_was_cause_the_first_information_counts(
    people: Cast, day: int | None, told: int | None
) -> None:
    screening, now = screened(young_person(people), people.worker, "4"), clock.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    known = []
    if day is not None:
        known.append((midnight - dt.timedelta(days=day)).replace(hour=0))
        for on in (known[0].date(), timezone.localdate(now)):
            services.add_source(screening, source_type="school", information_date=on, who="", by=people.worker)
    if told is not None:
        known.append(now - dt.timedelta(hours=told))
        Screening.objects.filter(pk=screening.pk).update(told_me_at=known[-1])
    screening = Screening.objects.with_record().get(pk=screening.pk)
    is_a_day_alone = day is not None and min(known) == known[0]
    assert sending.known(screening, people.worker)["cause_at"] == (None if is_a_day_alone else min(known))
    sign(screening, people.worker)
    for action in ("careline", "police_identified", "otip"):
        assert Duty.objects.get(action=action).started_at == min(known)


def test_information_dated_later_starts_no_clock_after_the_signature(people: Cast) -> None:
    screening, tomorrow = (
        screened(young_person(people), people.worker, "4"),
        timezone.localdate() + dt.timedelta(days=1),
    )
    services.add_source(screening, source_type="school", information_date=tomorrow, who="", by=people.worker)
    sign(screening, people.worker)
    assert Duty.objects.get(action="careline").started_at == Screening.objects.get(pk=screening.pk).signed_at


def test_what_was_reported_before_the_signature_is_done_and_starts_what_follows_it(people: Cast) -> None:
    at = clock.now() - dt.timedelta(hours=2)
    reports = {"careline": {"at": at.isoformat(), "number": "26-0001"}}
    sent(people, "4", reports=reports)
    careline = Duty.objects.get(action="careline")
    assert (careline.done_at, careline.done_how) == (at, "26-0001")
    assert Duty.objects.get(action="written_report").due_at == at + dt.timedelta(hours=48)


def test_a_time_of_otip_shows_in_no_list(people: Cast) -> None:
    referral = sent(people, "3")
    soonest = clock.now() + dt.timedelta(minutes=1)
    assert Duty.objects.filter(action="otip").update(due_at=soonest) == 1
    clocks.keep_next_due(referral)
    assert referral.next_due
    assert referral.next_due > soonest


def test_a_new_screening_settles_the_rescreen_and_doubles_no_open_duty(people: Cast) -> None:
    youth = young_person(people)
    sent(people, "3", youth=youth)
    sent(people, "3", youth=youth)
    rescreens = Duty.objects.filter(action="rescreen")
    assert (rescreens.count(), rescreens.open().count()) == (2, 1)
    assert Duty.objects.filter(action="careline").count() == 1
    assert Duty.objects.filter(clock="determination").count() == 1


def test_what_is_past_and_was_reported_starts_no_report_again(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "4", gates={**story.MINOR, "G7": "earlier"})
    referral = sign(screening, people.worker, reports={"careline": {"number": "25-0007"}, "police": {"number": "25-9"}})
    assert referral is not None
    assert Screening.objects.get(pk=screening.pk).historic
    actions = {duty.action: duty.clock for duty in Duty.objects.about("screening", screening.pk)}
    assert "careline" not in actions
    assert "police_identified" not in actions
    assert actions["supervisor_call"] == ""
    assert "acknowledge_3" in story.clocks_about("referral", referral.pk)


def test_what_is_past_and_was_not_reported_still_is(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "4", gates={**story.MINOR, "G7": "earlier"})
    sign(screening, people.worker)
    assert Duty.objects.about("screening", screening.pk).filter(action="careline").open().exists()
