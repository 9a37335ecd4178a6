"""Routing: the four places in order, who is away, who is on call; and every town, level and hour of a year."""

import csv
import itertools
import random
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid5

import pytest

import accounts
from referrals import urgency
from referrals.routing import Coverage, Covering, Desk, OnCall, Place, Route, RoutingCase, route

LEVELS = ("1", "2", "3", "4", "U", "")
PLACES = Path(accounts.__file__).parent / "places" / "offices.csv"


class Said(NamedTuple):
    """A case as urgency sees it."""

    level: str
    missing_now: bool = False
    safe_tonight: str = "unknown"


def is_urgent(level: str) -> bool:
    return urgency.is_urgent(Said(level))


def key(name: str) -> UUID:
    return uuid5(UUID(int=0), name)


HARTFORD, MERIDEN, CENTRAL = key("Hartford"), key("Meriden"), key("Central")
WINDSOR, AVON = key("Windsor"), key("Avon")
ANA, BEN, CAL, DEE = key("Ana"), key("Ben"), key("Cal"), key("Dee")
SHIFT = OnCall(key("shift"), DEE, "860-555-0100")
TABLE = Coverage(
    central=CENTRAL,
    covers={HARTFORD: (Covering(ANA, BEN),), MERIDEN: (), CENTRAL: (Covering(CAL),)},
    towns={WINDSOR: HARTFORD},
    on_call=(SHIFT,),
)
CASE = RoutingCase(case_office=HARTFORD, town=WINDSOR, reporter_office=MERIDEN, is_urgent=False)


@pytest.mark.parametrize(
    ("case", "office", "because"),
    [
        (CASE, HARTFORD, Place.CASE_OFFICE),
        (replace(CASE, case_office=None), HARTFORD, Place.TOWN),
        (replace(CASE, case_office=key("closed office")), HARTFORD, Place.TOWN),
        (
            replace(CASE, case_office=None, town=None),
            MERIDEN,
            Place.REPORTER_OFFICE,
        ),  # unknown or out of state
        (replace(CASE, case_office=None, town=AVON), MERIDEN, Place.REPORTER_OFFICE),  # a town no office has
        (replace(CASE, case_office=None, town=None, reporter_office=None), CENTRAL, Place.CENTRAL),
    ],
)
def test_the_office_is_the_first_that_is_known(case: RoutingCase, office: UUID, because: Place) -> None:
    found = route(case, TABLE)
    assert (found.office, found.because) == (office, because)


@pytest.mark.parametrize(
    ("office", "absent", "liaison", "desk", "alert"),
    [
        (HARTFORD, set(), ANA, Desk.LIAISON, False),
        (HARTFORD, {ANA}, BEN, Desk.BACKUP, False),
        (HARTFORD, {ANA, BEN}, CAL, Desk.LIAISON, False),
        (MERIDEN, set(), CAL, Desk.LIAISON, False),
        (HARTFORD, {ANA, BEN, CAL}, None, Desk.CENTRAL, True),
    ],
)
def test_whoever_is_away_is_passed_over(
    office: UUID, absent: set[UUID], liaison: UUID | None, desk: Desk, alert: bool
) -> None:
    found = route(replace(CASE, case_office=office), replace(TABLE, absent=frozenset(absent)))
    assert (found.liaison, found.desk, found.alert_lead) == (liaison, desk, alert)
    assert found.receiver == liaison


@pytest.mark.parametrize(
    ("said", "urgent"),
    [
        (Said("1"), False),
        (Said("2"), False),
        (Said("3"), False),
        (Said("U"), False),
        (Said("3", safe_tonight="yes"), False),
        (Said("4"), True),
        (Said(""), True),  # without a screening
        (Said("2", missing_now=True), True),
        (Said("U", safe_tonight="no"), True),
    ],
)
def test_what_cannot_wait(said: Said, urgent: bool) -> None:
    assert urgency.is_urgent(said) == urgent


@pytest.mark.parametrize("urgent", [False, True])
def test_what_cannot_wait_goes_to_the_person_on_call(urgent: bool) -> None:
    found = route(replace(CASE, is_urgent=urgent), TABLE)
    assert found.on_call == (SHIFT if urgent else None)
    assert found.receiver == (DEE if urgent else ANA)
    assert found.liaison == ANA  # who will work it hears of it either way


@pytest.mark.parametrize("table", [replace(TABLE, on_call=()), replace(TABLE, absent=frozenset({DEE}))])
def test_without_anybody_on_call_central_has_it_and_the_careline_is_stated(table: Coverage) -> None:
    found = route(replace(CASE, is_urgent=True), table)
    assert (found.desk, found.receiver) == (Desk.CENTRAL, None)
    assert found.state_careline
    assert found.alert_lead


def test_a_second_person_on_call_takes_over_from_one_who_is_away() -> None:
    second = OnCall(key("second"), ANA, "860-555-0101")
    table = replace(TABLE, on_call=(SHIFT, second), absent=frozenset({DEE}))
    assert route(replace(CASE, is_urgent=True), table).on_call == second


# --- every town, level and hour of a year -------------------------------------------------------------------


def towns() -> dict[UUID, UUID]:
    with PLACES.open(encoding="utf-8", newline="") as file:
        return {key(f"town {row['town']}"): key(f"office {row['office']}") for row in csv.DictReader(file)}


def a_year(chance: random.Random) -> list[Coverage]:
    """Connecticut hour by hour: one or two liaisons an office, with holidays that overlap, and a roster with holes."""
    town_offices = towns()
    offices = sorted(set(town_offices.values()))
    people = [uuid5(office, name) for office in offices for name in ("one", "two")]
    covers = {
        office: (Covering(uuid5(office, "one"), chance.choice(people)), Covering(uuid5(office, "two")))[
            : chance.randint(1, 2)
        ]
        for office in offices
    } | {CENTRAL: (Covering(CAL),)}
    away = {person: absences(chance) for person in [*people, CAL]}
    table = Coverage(central=CENTRAL, covers=covers, towns=town_offices)
    return [
        replace(
            table,
            absent=frozenset(person for person, hours in away.items() if hour in hours),
            on_call=on_call_at(hour, people),
        )
        for hour in range(365 * 24)
    ]


def absences(chance: random.Random) -> set[int]:
    starts = [chance.randrange(365 * 24) for _ in range(6)]
    return {hour for start in starts for hour in range(start, start + chance.randrange(24, 15 * 24))}


def on_call_at(hour: int, people: list[UUID]) -> tuple[OnCall, ...]:
    week = hour // (7 * 24)
    if week % 11 == 5 and hour % 24 < 6:  # nights that nobody has taken
        return ()
    person = people[week % len(people)]
    return (OnCall(uuid5(person, str(week)), person, "860-555-0100"),)


def is_on_duty(found: Route, table: Coverage) -> bool:
    """Somebody who is there; or HART central's own desk, with the Careline stated when it cannot wait."""
    if found.receiver is None:
        return found.desk is Desk.CENTRAL and found.alert_lead
    return found.receiver not in table.absent


@pytest.mark.slow
def test_in_no_town_at_no_level_in_no_hour_of_a_year_is_there_nobody_to_receive_it() -> None:
    year, desks = a_year(random.Random(169)), set()
    assert len(year[0].towns) == 169
    case = RoutingCase(case_office=None, town=None, reporter_office=None, is_urgent=True)
    # Towns of one office must be answered alike (shown below), so that each hour needs one answer for an office
    # and an urgency; the loop still meets every town and every level.
    for table in year:
        answered: dict[tuple[UUID, bool], bool] = {}
        for (town, office), level in itertools.product(table.towns.items(), LEVELS):
            urgent = is_urgent(level)
            if (office, urgent) not in answered:
                found = route(replace(case, town=town, is_urgent=urgent), table)
                desks.add(found.desk)
                answered[office, urgent] = is_on_duty(found, table) and found.state_careline == (
                    urgent and not found.on_call
                )
            assert answered[office, urgent], (town, level)
    assert desks == set(Desk)


@pytest.mark.slow
def test_towns_of_one_office_are_answered_alike() -> None:
    year, case = a_year(random.Random(169)), RoutingCase(None, None, None, is_urgent=True)
    for table in random.Random(14).sample(year, 40):
        answers: dict[tuple[UUID, bool], set[Route]] = {}
        for (town, office), urgent in itertools.product(table.towns.items(), (False, True)):
            answers.setdefault((office, urgent), set()).add(route(replace(case, town=town, is_urgent=urgent), table))
        assert {len(found) for found in answers.values()} == {1}


def test_the_table_of_towns_is_complete() -> None:
    assert len(towns()) == 169
    assert len(set(towns().values())) == 14
