"""What nobody knew, what called for a screening, and how groups differ: against plain counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import uuid4

import pytest

from accounts.models import Unit
from audit import clock
from duties.models import Duty
from referrals.models import Referral
from referrals.services import urgent
from reports import gaps, periods, screened
from reports.cases import Scope
from reports.lines import NOBODY, Line
from reports.measures import computed
from reports.reading import Reading
from reports.rows import Person, Signed
from screening.instrument import Indicator
from screening.models import InstrumentVersion, Screening
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.story import cast, sent, sign, young_person
from tests.referrals.story import screened as answered_screening
from tests.reports.worked import LEVELS, this_quarter, work

pytestmark = pytest.mark.django_db(databases="__all__")


def figures() -> dict[str, dict[str, Line]]:
    found = computed(Reading(this_quarter(), Scope(), clock.now()))
    return {code: {line.key: line for line in lines} for code, lines in found.items()}


def test_what_nobody_knew_is_counted_by_question_and_office() -> None:
    work(cast())
    scored = InstrumentVersion.objects.newest().instrument.scored
    by_question = figures()["not-known"]
    assert set(by_question) == {"", *scored}
    assert {(line.part, line.whole) for code, line in by_question.items() if code} == {(1, len(LEVELS))}
    assert (by_question[""].part, by_question[""].whole) == (len(scored), len(scored) * len(LEVELS))
    blank = Screening.objects.get(level="U")
    assert by_question[""].ids == (str(blank.pk),)
    assert figures()["not-known-office"]["Hartford"][2:4] == by_question[""][2:4]


def test_the_question_that_most_left_open_comes_first() -> None:
    asked = dict(list(InstrumentVersion.objects.newest().instrument.scored.items())[:3])
    first, second, third = asked
    rows = [signed(asked, [third]), signed(asked, [third, second]), signed({}, [])]
    lines = gaps.not_known_items(reading(rows))
    assert [(line.key, line.part, line.whole) for line in lines] == [
        ("", 3, 6), (third, 2, 2), (second, 1, 2), (first, 0, 2),
    ]  # fmt: skip


def test_a_screening_from_before_gaps_were_kept_is_in_no_share_of_them() -> None:
    line = gaps.not_known_offices(reading([signed({}, [])]))[-1]
    assert (line.part, line.whole) == (0, 0)


def test_an_empty_return_screen_shows_beside_the_return_screens() -> None:
    asked = InstrumentVersion.objects.newest().instrument.scored
    full, blank = signed(asked, []), signed(asked, list(asked))
    people = {full.youth: Person(sex="female"), blank.youth: Person(sex="male")}
    lines = {line.key: line for line in gaps.not_known_returns(reading([full, blank], people))}
    assert [(lines[key].part, lines[key].whole) for key in ("sex-female", "sex-male", "home", "")] == [
        (0, len(asked)), (len(asked), len(asked)), (len(asked), 2 * len(asked)), (len(asked), 2 * len(asked)),
    ]  # fmt: skip


def test_fields_that_no_record_fills_are_counted() -> None:
    work(cast())
    empty = figures()["empty-fields"]
    rows = list(Referral.objects.select_related("youth"))
    plain = {
        "sex": sum(not (row.youth and row.youth.gender) for row in rows),
        "race": sum(not (row.youth and row.youth.race) for row in rows),
        "living": sum((row.youth and row.youth.living_situation) in (None, "", "unknown") for row in rows),
        "age": sum(row.age_band in ("", "unknown") for row in rows),
        "type": sum(row.concern_type in ("", "unknown") for row in rows),
        "recruitment": sum(row.recruitment in ("", "unknown") for row in rows),
    }
    assert {code: line.part for code, line in empty.items()} == plain
    assert plain["sex"]
    whole = figures()["empty-fields-office"][""]
    assert (whole.part, whole.whole) == (sum(plain.values()), len(plain) * len(rows))


def test_groups_are_told_apart() -> None:
    work(cast())
    found = figures()
    rows = list(Referral.objects.select_related("youth"))
    sexes = Counter((row.youth and row.youth.gender) or "unknown" for row in rows)
    flagged = Counter((row.youth and row.youth.gender) or "unknown" for row in rows if row.level in ("3", "4"))
    for sex in ("female", "male", "unknown"):
        line = found["flagged-group"][f"sex-{sex}"]
        assert (line.part, line.whole) == (flagged[sex], sexes[sex]), sex
    assert found["borne-out-group"][""][2:4] == (1, 2)
    assert found["override-group"][""][2:4] == (0, len(LEVELS))


def test_what_called_for_a_screening_is_covered_once_it_was_made_however_late() -> None:
    people = cast()
    youths = [young_person(people, legal_first=f"Invented{number}") for number in range(2)]
    for youth in youths:
        urgent.refer_now(
            urgent.Suspicion({"what_seen": "A car."}), by=people.worker, submission_key=uuid4(), youth=youth
        )
    later("80 hours")
    assert covered("referral") == (0, 2)
    sign(answered_screening(youths[0], people.worker, "3"), people.worker)
    assert covered("referral") == (1, 2)
    assert covered("") == (1, 2)


def covered(call: str) -> tuple[int, int]:
    due = Duty.objects.filter(clock="screening_after_referral").values_list("due_at", flat=True)[0]
    assert due
    lines = screened.triggers(Reading(periods.quarter_of(due), Scope(), clock.now()))
    return next((line.part, line.whole) for line in lines if line.key == call)


def test_the_figures_of_one_unit_are_those_of_its_workers() -> None:
    people = work(cast())
    unit = Unit.objects.create(name="Another unit", office=people.office, supervisor=people.supervisor)
    other = person(office=people.office, unit=unit)
    referral = sent(people, "3", youth=young_person(people, legal_first="Elsewhere"))
    assert referral.youth
    type(referral.youth).objects.filter(pk=referral.youth.pk).update(assigned_worker=other)
    lines = computed(Reading(this_quarter(), Scope(unit=unit.pk), clock.now()))
    assert lines["level"][0].whole == 1
    assert lines["overrides"][0].whole == 1


def signed(asked: Mapping[str, Indicator], not_known: Sequence[str]) -> Signed:
    """After a return, of somebody who lives at home."""
    return Signed(str(uuid4()), "3", "3", str(uuid4()), "Hartford", True, True, asked, not_known, clock.now())


def reading(rows: list[Signed], people: Mapping[str | None, Person] | None = None) -> Reading:
    """As if these had been read."""
    found = Reading(this_quarter(), Scope(), clock.now())
    found.signed, found.known = rows, {row.youth: (people or {}).get(row.youth, NOBODY) for row in rows}
    return found


def test_reports_to_the_police_are_counted_by_agency_however_it_was_capitalized() -> None:
    people = cast()
    told = [("Invented Police", 2), ("invented police", 1), ("", 1), (None, 1)]
    for agency, number in told:
        for _one in range(number):
            reports = {} if agency is None else {"police": {"at": clock.now().isoformat(), "agency": agency}}
            youth = young_person(people, legal_first=f"Invented{Referral.objects.count()}")
            sent(people, "3", youth=youth, reports=reports)
    lines = figures()["police-agency"]
    assert {key: (line.part, line.whole) for key, line in lines.items()} == {
        "invented police": (3, 4), "unknown": (1, 4),
    }  # fmt: skip
