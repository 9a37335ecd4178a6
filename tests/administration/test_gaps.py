"""Where nobody would be there: covers, absences and shifts over ninety days."""

import datetime as dt
from uuid import UUID

import pytest

from accounts import gaps
from accounts.gaps import AHEAD, ON_CALL, Gap, Staffing
from accounts.models import Absence, Cover, Office, OnCallShift
from accounts.permissions import Role
from tests.accounts.people import person
from tests.referrals.story import Cast, put_on_call

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ANNA, BERT = UUID(int=1), UUID(int=2)


def staffed(
    absences: dict[UUID, tuple[tuple[dt.datetime, dt.datetime], ...]] | None = None, **offices: set[UUID]
) -> Staffing:
    shifts = ((ANNA, (NOW - DAY, NOW + 200 * DAY)),)
    return Staffing({name: frozenset(people) for name, people in offices.items()}, absences or {}, shifts)


def test_an_office_is_open_while_one_of_its_people_is_there() -> None:
    both = staffed(Hartford={ANNA, BERT})
    one = staffed({BERT: ((NOW + DAY, NOW + 3 * DAY),)}, Hartford={ANNA, BERT})
    assert gaps.opened(both, one, NOW) == []
    neither = staffed(
        {BERT: ((NOW + DAY, NOW + 3 * DAY),), ANNA: ((NOW + 2 * DAY, NOW + 5 * DAY),)}, Hartford={ANNA, BERT}
    )
    assert Gap("Hartford", NOW + 2 * DAY, NOW + 3 * DAY) in gaps.opened(both, neither, NOW)


def test_two_absences_one_upon_the_other_are_one_gap_and_a_cover_that_ends_lasts() -> None:
    away = staffed({BERT: ((NOW + DAY, NOW + 2 * DAY), (NOW + 2 * DAY, NOW + 3 * DAY))}, Hartford={BERT})
    assert gaps.opened(staffed(Hartford={BERT}), away, NOW) == [Gap("Hartford", NOW + DAY, NOW + 3 * DAY)]
    gone = staffed(Hartford=set())
    assert gaps.opened(staffed(Hartford={BERT}), gone, NOW) == [Gap("Hartford", NOW, None)]
    assert gaps.opened(gone, staffed(Hartford=set()), NOW) == []


def test_on_call_is_a_place_too() -> None:
    full = staffed(Hartford={BERT})
    away = staffed({ANNA: ((NOW + DAY, NOW + 2 * DAY),)}, Hartford={BERT})
    assert gaps.opened(full, away, NOW) == [Gap(ON_CALL, NOW + DAY, NOW + 2 * DAY)]


@pytest.mark.django_db(databases="__all__")
def test_the_tables_are_read_as_routing_reads_them(people: Cast) -> None:
    shift = put_on_call(people.on_call)
    now = shift.starts_at + DAY
    found = gaps.staffing(now)
    assert found.offices["Hartford"] == {people.liaison.pk, people.second.pk}
    assert found.offices["Norwich"] == frozenset()
    assert set(found.offices) == set(Office.objects.values_list("name", flat=True))
    assert ON_CALL not in found.uncovered(now)
    assert ON_CALL in found.uncovered(now + AHEAD)
    gone = person(Role.CASEWORKER)
    Cover.objects.create(liaison=gone, office=Office.objects.get(name="Norwich"))
    OnCallShift.objects.all().delete()
    Absence.objects.create(user=people.liaison, starts_at=now - DAY, ends_at=now + DAY)
    found = gaps.staffing(now)
    assert found.offices["Norwich"] == frozenset()  # works for HART no longer
    assert ON_CALL in found.uncovered(now)
    assert not found.is_there(people.liaison.pk, now)
