"""Who answers now: over absences, backups, ranks, those who left, and the on-call roster."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import coverage
from accounts.models import Absence, Cover, Office, OnCallShift, Town, Unit, User
from accounts.permissions import Role
from tests.accounts.people import person

pytestmark = pytest.mark.django_db(databases="__all__")
NOON = datetime.datetime(2026, 11, 20, 17, 0, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def office() -> Office:
    return Office.objects.get(name="Hartford")


@pytest.fixture
def liaison(office: Office) -> User:
    return covering(office, person(Role.LIAISON, name="First Liaison"))


def covering(office: Office, liaison: User, **fields: Any) -> User:
    Cover.objects.create(liaison=liaison, office=office, **fields)
    return liaison


def absent(user: User) -> User:
    Absence.objects.create(user=user, starts_at=NOON - HOUR, ends_at=NOON + HOUR)
    return user


def backed_up(office: Office) -> User:
    backup = person(Role.LIAISON, name="Backup")
    Cover.objects.filter(office=office).update(backup=backup)
    return backup


def test_the_liaison_of_the_office_is_on_duty(office: Office, liaison: User) -> None:
    assert coverage.on_duty_liaison(office, NOON) == liaison


def test_a_backup_is_asked_only_while_the_liaison_is_away(office: Office, liaison: User) -> None:
    backup = backed_up(office)
    assert coverage.on_duty_liaison(office, NOON) == liaison
    absent(liaison)
    assert coverage.on_duty_liaison(office, NOON) == backup
    assert coverage.on_duty_liaison(office, NOON + HOUR) == liaison


def test_nobody_is_on_duty_when_both_are_away_or_nobody_covers(office: Office, liaison: User) -> None:
    absent(liaison)
    absent(backed_up(office))
    assert coverage.on_duty_liaison(office, NOON) is None
    assert coverage.on_duty_liaison(Office.objects.get(name="Norwich"), NOON) is None


def test_the_lower_rank_is_asked_first_and_the_next_when_it_is_away(office: Office, liaison: User) -> None:
    before = covering(office, person(Role.LIAISON, name="Asked Before"), rank=0)
    assert coverage.on_duty_liaison(office, NOON) == before
    absent(before)
    assert coverage.on_duty_liaison(office, NOON) == liaison


@pytest.mark.parametrize("fields", [{"is_active": False}, {"role": Role.CASEWORKER}])
def test_who_left_or_changed_work_is_not_on_duty(office: Office, liaison: User, fields: dict[str, Any]) -> None:
    backup = backed_up(office)
    User.objects.filter(pk=liaison.pk).update(**fields)
    assert coverage.on_duty_liaison(office, NOON) == backup


def shift(user: User, starts_in: int = -1, ends_in: int = 1) -> OnCallShift:
    return OnCallShift.objects.create(
        user=user, phone="860-555-0199", starts_at=NOON + starts_in * HOUR, ends_at=NOON + ends_in * HOUR
    )


@pytest.mark.parametrize(
    ("starts_in", "ends_in", "expected"), [(-1, 1, True), (0, 1, True), (-2, 0, False), (1, 2, False)]
)
def test_a_shift_counts_from_its_start_up_to_its_end(starts_in: int, ends_in: int, expected: bool) -> None:
    shift(person(Role.LIAISON), starts_in, ends_in)
    assert (coverage.on_call(NOON) is not None) is expected


def test_at_a_hand_over_the_shift_that_began_last_answers_unless_away() -> None:
    earlier = shift(person(Role.LIAISON), -3, 1)
    later = shift(person(Role.LEAD), -1, 8)
    assert coverage.on_call(NOON) == later
    absent(later.user)
    assert coverage.on_call(NOON) == earlier


def test_an_empty_roster_is_said_plainly() -> None:
    assert coverage.on_call(NOON) is None


@pytest.fixture
def unit(office: Office) -> Unit:
    return Unit.objects.create(name="Unit A", office=office, supervisor=person(Role.SUPERVISOR))


def test_a_supervisor_answers_for_the_unit(unit: Unit) -> None:
    assert coverage.supervisor_of(person(unit=unit, office=unit.office), NOON) == unit.supervisor


@pytest.mark.parametrize(("until", "acts"), [(NOON + HOUR, True), (NOON, False), (NOON - HOUR, False)])
def test_the_acting_supervisor_answers_until_their_time_is_up(unit: Unit, until: datetime.datetime, acts: bool) -> None:
    unit.acting_supervisor, unit.acting_until = person(Role.SUPERVISOR), until
    unit.save()
    expected = unit.acting_supervisor if acts else unit.supervisor
    assert coverage.supervisor_of(person(unit=unit, office=unit.office), NOON) == expected


def test_an_acting_supervisor_who_left_gives_the_unit_back(unit: Unit) -> None:
    unit.acting_supervisor, unit.acting_until = person(Role.SUPERVISOR, is_active=False), NOON + HOUR
    unit.save()
    assert coverage.supervisor_of(person(unit=unit, office=unit.office), NOON) == unit.supervisor


def test_without_a_unit_or_as_its_own_supervisor_nobody_answers(unit: Unit) -> None:
    assert coverage.supervisor_of(person(), NOON) is None
    unit.supervisor.unit = unit
    assert coverage.supervisor_of(unit.supervisor, NOON) is None


def test_the_table_holds_every_office_and_town_by_id(liaison: User, office: Office) -> None:
    table = coverage.table(NOON)
    assert set(table.covers) == set(Office.objects.values_list("pk", flat=True))
    assert table.central == Office.objects.central().pk
    assert table.towns == dict(Town.objects.values_list("pk", "office_id"))
    assert table.covers[office.pk] == ((liaison.pk, None),)
    assert table.covers[table.central] == ()


def test_the_table_names_who_is_away_of_those_who_cover_or_are_on_call(office: Office, liaison: User) -> None:
    backup, roster = backed_up(office), shift(absent(person(Role.LEAD)))
    absent(backup)
    elsewhere = absent(person(Role.LIAISON))
    table = coverage.table(NOON)
    assert table.covers[office.pk] == ((liaison.pk, backup.pk),)
    assert [(now.shift, now.person, now.phone) for now in table.on_call] == [
        (roster.pk, roster.user_id, "860-555-0199")
    ]
    assert table.absent == {backup.pk, roster.user_id}
    assert elsewhere.pk not in table.absent


def test_the_table_agrees_with_the_single_questions(office: Office, liaison: User) -> None:
    backup = backed_up(office)
    absent(liaison)
    table = coverage.table(NOON)
    asked = [one for pair in table.covers[office.pk] for one in pair if one and one not in table.absent]
    assert asked == [backup.pk]
    assert coverage.on_duty_liaison(office, NOON) == backup


def test_the_table_takes_five_queries_however_many_cover(office: Office, liaison: User) -> None:
    covering(office, person(Role.LIAISON), rank=2)
    with CaptureQueriesContext(connection) as queries:
        coverage.table(NOON)
    assert len(queries) == 5


def test_hart_works_the_offices_it_sits_in_and_covers_and_a_lead_central_too(office: Office, liaison: User) -> None:
    norwich, central = Office.objects.get(name="Norwich"), Office.objects.central()
    sitting = person(Role.LIAISON, office=norwich)
    Cover.objects.filter(liaison=liaison).update(backup=sitting)
    for user, worked in (
        (liaison, {office}),
        (sitting, {office, norwich}),
        (person(Role.LEAD), {central}),
        (person(Role.LEAD, office=norwich), {central, norwich}),
        (person(Role.LIAISON), set()),
        (person(office=norwich), set()),
        (person(Role.SUPERVISOR, office=norwich), set()),
    ):
        assert set(user.offices_worked) == worked, user.role
