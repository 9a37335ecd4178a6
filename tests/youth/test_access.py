"""Who may see a young person: rows, and nothing but rows."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Cover, Office, User
from accounts.services import set_acting_supervisor
from audit import clock
from tests.youth.conftest import MakeYouth
from youth import services
from youth.models import Access, Youth

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


def sees(user: User, youth: Youth) -> bool:
    return Youth.objects.visible_to(user).filter(pk=youth.pk).exists()


def whys(youth: Youth) -> set[tuple[str, str]]:
    rows = Access.objects.filter(youth=youth, ends_at=None).select_related("user", "office")
    return {(row.why, str(row.user or row.office)) for row in rows}


def test_who_makes_a_profile_sees_it_and_so_does_their_supervisor(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth()
    assert whys(youth) == {("created", "Wanda Worker"), ("supervises", "Sam Supervisor")}
    assert sees(worker, youth)


def test_the_assigned_worker_and_their_supervisor_see_it(
    make_youth: MakeYouth, worker: User, colleague: User, supervisor: User
) -> None:
    youth = make_youth(by=colleague, assigned_worker=worker)
    expected = {
        ("created", "Colin Colleague"),
        ("assigned", "Wanda Worker"),
        ("supervises", "Sam Supervisor"),
    }
    assert whys(youth) == expected
    assert sees(worker, youth)
    assert sees(supervisor, youth)


def test_the_same_office_alone_opens_nothing(make_youth: MakeYouth, colleague: User, hartford: Office) -> None:
    youth = make_youth(office=hartford)
    services.grant_access(youth, why="referral:HR-INVE-NTED", office=hartford)
    assert not sees(colleague, youth)


def test_a_stranger_and_hart_see_nothing_by_themselves(
    make_youth: MakeYouth, stranger: User, liaison: User, lead: User, hartford: Office
) -> None:
    youth = make_youth(office=hartford)
    assert [sees(user, youth) for user in (stranger, liaison, lead)] == [False, False, False]


def test_hart_sees_through_the_offices_it_covers(
    make_youth: MakeYouth, liaison: User, lead: User, hartford: Office, norwich: Office
) -> None:
    youth = make_youth()
    services.grant_access(youth, why="referral:HR-INVE-NTED", office=norwich)
    assert (sees(liaison, youth), sees(lead, youth)) == (False, False)
    services.grant_access(youth, why="referral:HR-INVE-NTED", office=hartford)
    assert (sees(liaison, youth), sees(lead, youth)) == (True, False)
    services.grant_access(youth, why="referral:HR-INVE-NTED", office=Office.objects.central())
    assert sees(lead, youth)


def test_the_backup_of_a_liaison_sees_what_the_liaison_sees(
    make_youth: MakeYouth, lead: User, liaison: User, hartford: Office
) -> None:
    youth = make_youth()
    services.grant_access(youth, why="referral:HR-INVE-NTED", office=hartford)
    Cover.objects.filter(liaison=liaison).update(backup=lead)
    assert sees(lead, youth)


@pytest.mark.parametrize(
    ("starts", "ends", "is_seen"),
    [(-1, None, True), (-2, 1, True), (-2, -1, False), (1, None, False), (1, 2, False)],
)
def test_a_row_counts_from_its_start_to_its_end(
    make_youth: MakeYouth, stranger: User, starts: int, ends: int | None, is_seen: bool
) -> None:
    youth, now = make_youth(), clock.now()
    ends_at = now + ends * DAY if ends else None
    Access.objects.create(youth=youth, user=stranger, why="test", starts_at=now + starts * DAY, ends_at=ends_at)
    assert sees(stranger, youth) == is_seen


def test_granting_twice_for_one_reason_leaves_one_row(make_youth: MakeYouth, stranger: User) -> None:
    youth = make_youth()
    for _ in range(2):
        services.grant_access(youth, why="referral:HR-INVE-NTED", user=stranger)
    rows = set(youth.access.filter(why="referral:HR-INVE-NTED").values_list("pk", flat=True))
    assert len(rows) == 1


def test_after_a_new_assignment_the_earlier_worker_has_two_weeks_to_hand_over(
    make_youth: MakeYouth, worker: User, colleague: User, stranger: User, supervisor: User
) -> None:
    youth = make_youth(by=stranger, assigned_worker=worker)
    services.update_youth(youth, {"assigned_worker": colleague}, by=worker)
    ends = {row.user_id: row.ends_at for row in Access.objects.filter(youth=youth)}
    in_two_weeks = clock.now() + 14 * DAY
    assert ends[worker.pk] == ends[supervisor.pk] == in_two_weeks
    assert ends[colleague.pk] is None
    assert sees(worker, youth)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({}, "access_is_a_person_or_an_office"),
        ({"user": True, "office": True}, "access_is_a_person_or_an_office"),
        ({"user": True, "why": ""}, "access_has_a_reason"),
        ({"user": True, "ends_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "access_ends_after_it_starts"),
    ],
)
def test_a_row_is_whole(
    make_youth: MakeYouth, stranger: User, hartford: Office, values: dict[str, Any], constraint: str
) -> None:
    real = {"user": stranger, "office": hartford}
    row = {"why": "test", **{name: real.get(name, value) for name, value in values.items()}}
    youth = make_youth()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Access.objects.create(youth=youth, starts_at=clock.now(), **row)


@pytest.mark.parametrize("role", ["worker", "liaison", "lead"])
def test_whom_somebody_sees_is_read_from_rows_of_access(role: str, request: pytest.FixtureRequest) -> None:
    sql = str(Youth.objects.visible_to(request.getfixturevalue(role)).values("pk").query)
    for table in ("youth_alias", "youth_caregiver", "accounts_unit", "accounts_user", "accounts_town"):
        assert table not in sql


def test_who_acts_for_the_supervisor_sees_it_until_their_time_is_up(
    make_youth: MakeYouth, worker: User, supervisor: User, colleague: User
) -> None:
    unit, until = worker.unit, clock.now() + 3 * DAY
    assert unit
    set_acting_supervisor(unit, colleague, until, by=supervisor)
    youth = make_youth(assigned_worker=worker)
    rows = {row.user: row.ends_at for row in youth.access.filter(why__in=["supervises", "acts_as_supervisor"])}
    assert rows == {supervisor: None, colleague: until}


def test_a_later_change_of_who_acts_is_followed_for_the_whole_unit(
    make_youth: MakeYouth, worker: User, supervisor: User, colleague: User, stranger: User
) -> None:
    unit, until = worker.unit, clock.now() + 3 * DAY
    assert unit
    youth, other = make_youth(assigned_worker=worker), make_youth(by=stranger)
    Access.objects.create(
        youth=youth, user=stranger, why="acts_as_supervisor", starts_at=clock.now() - DAY, ends_at=until
    )
    set_acting_supervisor(unit, colleague, until, by=supervisor)
    for _twice in range(2):
        services.follow_unit(unit)
    assert [sees(person, youth) for person in (colleague, supervisor, stranger)] == [True, True, False]
    assert not sees(colleague, other)
    assert youth.access.filter(user=colleague).count() == 1


def test_a_new_supervisor_of_the_unit_sees_what_the_earlier_one_saw(
    make_youth: MakeYouth, worker: User, supervisor: User, colleague: User
) -> None:
    youth = make_youth(assigned_worker=worker)
    unit = worker.unit
    assert unit
    unit.supervisor = colleague
    unit.save()
    services.follow_unit(unit)
    assert ("supervises", "Colin Colleague") in whys(youth)
    assert youth.access.get(user=supervisor).ends_at == clock.now() + 14 * DAY
