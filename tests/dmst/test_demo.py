"""The invented data: the shares it is drawn by, and that the product's own services tell it."""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit import clock
from dashboards.today import unit_page
from dmst import demo
from dmst.demo import answers, plan, shares
from dmst.demo.advice import CALLS
from dmst.demo.case import Case
from duties.models import Duty
from notifications import outbox
from notifications.models import Message
from notifications.models import Status as Sending
from referrals.models import PhoneConsultation, Referral
from referrals.services.anonymity import names_in
from referrals.workflow import Status
from reports.models import Run
from reports.services import freezing
from screening import scoring
from screening.models import Screening
from tests.screening.shipped import INSTRUMENT
from vault import keys
from youth import ages
from youth.models import Youth

NOW = dt.datetime(2026, 11, 24, 15, 0, tzinfo=dt.UTC)
SMALL = 10


def planned(number: int = shares.YEARLY) -> list[Case]:
    return plan.cases(number, seed=demo.SEED, now=NOW)


def within_rounding(values: Iterable[Any], table: shares.Shares) -> bool:
    """Less than one case from its share, whichever group."""
    found = list(values)
    counted = Counter(next(group for group in table if value in group) for value in found)
    return all(abs(counted[group] - len(found) * share / 100) < 1 for group, share in table.items())


@pytest.mark.parametrize("table", [*shares.COLUMNS.values(), shares.DETERMINATION])
def test_each_table_of_shares_is_a_whole(table: shares.Shares) -> None:
    assert sum(table.values()) == 100


@pytest.mark.parametrize("number", [shares.YEARLY, 240, 37])
@pytest.mark.parametrize("column", shares.COLUMNS)
def test_the_cases_keep_the_shares_within_rounding(column: str, number: int) -> None:
    assert within_rounding((getattr(case, column) for case in planned(number)), shares.COLUMNS[column])


def test_the_answers_that_hart_has_given_keep_their_shares() -> None:
    given = [case.determination for case in planned() if case.determination]
    assert len(given) > shares.YEARLY / 2
    assert within_rounding(given, shares.DETERMINATION)


def test_late_spring_and_autumn_bring_slightly_more() -> None:
    by_month = Counter(case.sent_at.astimezone(plan.ZONE).month for case in planned(2_400))
    assert all(by_month[month] == pytest.approx(2_400 * weight / sum(shares.MONTHS.values()), rel=0.1)
               for month, weight in shares.MONTHS.items())  # fmt: skip


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    assert planned() == planned()
    assert planned() != plan.cases(shares.YEARLY, seed=demo.SEED + 1, now=NOW)


def test_nothing_happens_in_the_future_and_every_act_follows_the_one_before() -> None:
    for case in planned():
        moments = [case.sent_at, *(act.at for act in case.acts)]
        assert moments == sorted(moments)
        assert moments[-1] < NOW


def test_the_answers_of_each_case_come_to_its_level() -> None:
    for case in planned():
        chance = random.Random(case.chance)
        pattern = answers.pattern_for(case.computed, case.concern, chance)
        said = answers.answers_for(tuple(INSTRUMENT.scored), case.computed, pattern, chance, missing=case.missing)
        gates = {"G1": ages.gate_of(case.age), "G2": "yes"}
        assert scoring.score(INSTRUMENT, said, gates).level == case.computed, case


def test_hartford_finds_new_ones_taken_ones_and_late_ones() -> None:
    hartford = [case for case in planned() if case.office == demo.OFFICE]
    assert sum(not case.acts for case in hartford) >= 3
    assert {act.move for case in hartford for act in case.acts} >= {"acknowledge", "determine", "close"}
    assert any(not case.acts and case.level == "4" and NOW - case.sent_at > dt.timedelta(hours=2) for case in hartford)


@pytest.mark.slow
@pytest.mark.django_db(databases="__all__")
def test_the_services_tell_the_plan() -> None:
    assert demo.seed(referrals=SMALL)
    assert not demo.seed(referrals=SMALL)
    keys.unlock(Referral.objects.values_list("youth", flat=True))

    told = list(Referral.objects.select_related("youth", "office").order_by("opened_at"))
    assert len(told) == SMALL
    assert within_rounding((one.level for one in told), shares.LEVEL)
    assert within_rounding((one.youth.gender for one in told), shares.GENDER)
    assert within_rounding((one.youth.living_situation for one in told), shares.LIVING)
    assert within_rounding((one.office.name for one in told), shares.OFFICE)
    assert within_rounding((one.concern_type for one in told), shares.CONCERN)
    assert within_rounding((one.determination for one in told if one.determination), shares.DETERMINATION)
    assert not any(names_in(one.youth, f"{one.what_seen} {one.how_known} {one.question}") for one in told)
    assert Status.CLOSED in {one.status for one in told}
    assert Duty.objects.filter(done_at__isnull=False).exists()

    mail = Message.objects.order_by("created_at")
    assert not mail.overdue().exists()
    assert mail.first().sent_at - mail.first().created_at < dt.timedelta(minutes=1)
    worker = User.objects.get(email=demo.address("worker"))
    assert Screening.objects.drafts_of(worker).count() == 1
    assert Youth.objects.visible_to(worker).count() >= demo.HANDFUL


@pytest.mark.django_db(databases="__all__")
def test_advice_was_asked_for_by_phone_and_its_mails_have_left() -> None:
    demo.begin(referrals=demo.REFERRALS)
    logged = PhoneConsultation.objects.all()
    assert len(logged) == len(CALLS)
    mails = Message.objects.filter(about__in=[one.pk for one in logged])
    assert len(mails) == len(CALLS)
    assert {one.status for one in mails} == {Sending.SENT}


@pytest.mark.django_db(databases="__all__")
def test_each_number_of_the_supervisors_first_page_has_something_behind_it() -> None:
    demo.begin(referrals=demo.REFERRALS)
    page = unit_page(User.objects.get(email=demo.address("supervisor")))
    assert all(page[name].open for name in ("all", "questions", "returns"))
    assert page["all"].late
    assert (page["drafts"], page["to_lower"], page["to_correct"]) == (1, 1, 1)
    assert not Message.objects.overdue().exists()


@pytest.mark.django_db(databases="__all__")
def test_the_latest_come_first_and_the_rest_of_the_year_follows_in_batches() -> None:
    assert demo.begin(referrals=SMALL)
    latest = Referral.objects.count()
    assert latest == sum(case.is_latest for case in planned(SMALL))
    told = [demo.go_on(referrals=SMALL, at_most=4) for _batch in range(4)]
    assert sum(told) == SMALL - latest
    assert told[-1] == 0
    assert Referral.objects.count() == SMALL


@pytest.mark.django_db(databases="__all__")
def test_reports_are_frozen_at_the_end_and_the_last_cases_are_recorded_late() -> None:
    demo.seed(referrals=SMALL)
    assert demo.go_on(referrals=SMALL) == 0
    runs = list(Run.objects.all())
    assert {run.definition for run in runs} == {"quarter", "unit", "annual", "missing"}
    reasons = {
        (str(why.words), why.number)
        for run in runs
        if run.definition == "quarter"
        for difference in freezing.differences(run, clock.now())
        for why in difference.why
        if difference.code == "level"
    }
    assert ("recorded after the run was made", 1) in reasons


@pytest.mark.django_db(databases="__all__")
def test_where_no_demonstration_was_begun_none_goes_on() -> None:
    assert demo.go_on() == 0
    assert not User.objects.exists()
    demo.begin()
    assert demo.go_on() == 0


@pytest.mark.django_db(databases="__all__")
def test_mails_that_are_not_of_the_demonstration_are_left_alone() -> None:
    demo.begin(referrals=1)
    waiting = outbox.put(event="x", about=uuid.uuid4(), to="somebody@hart.example", subject="s", body="b")
    Message.objects.filter(pk=waiting.pk).update(created_at=waiting.created_at - dt.timedelta(days=1))
    assert demo.go_on(referrals=1) == 1
    assert Message.objects.get(pk=waiting.pk).sent_at is None


def test_each_case_has_a_key_of_its_own() -> None:
    assert len({case.key for case in planned(1_000)}) == 1_000


@pytest.mark.django_db(databases="__all__")
def test_only_the_six_of_the_table_can_sign_in() -> None:
    demo.seed(referrals=1)
    can = {person.email for person in User.objects.all() if person.has_usable_password()}
    assert can == {demo.address(name) for name, _role, _full_name in demo.CAST}
    assert all(person.email.endswith("@hart.example") for person in User.objects.all())


@pytest.mark.django_db(databases="__all__")
def test_production_is_never_seeded(settings: Any) -> None:
    settings.DMST_ENV = "production"
    with pytest.raises(demo.NotHere):
        demo.seed()
    assert not User.objects.exists()


@pytest.mark.parametrize(("place", "said"), [("local", True), ("staging", True), ("production", False)])
@pytest.mark.django_db(databases="__all__")
def test_every_page_outside_production_says_that_nobody_is_real(
    client: Client, settings: Any, place: str, said: bool
) -> None:
    settings.DMST_ENV = place
    page = client.get(reverse("account_login")).content.decode()
    assert ("Demonstration with invented data only" in page) is said
