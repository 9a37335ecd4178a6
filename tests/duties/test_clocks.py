"""When is it due? Worked cases, the rules one by one, and an oracle that walks minute by minute."""

import csv
import dataclasses
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from duties import business, clocks
from duties.clocks import CLOCKS, Clock, Hours, Span, Unit, due_at

GOLDEN = Path(clocks.__file__).parent / "golden_clocks.csv"
NEW_YORK = ZoneInfo("America/New_York")
MINUTE = dt.timedelta(minutes=1)

# By hand, so that the oracle does not lean on the package the product uses. Connecticut, with observed days.
CLOSED = {
    dt.date.fromisoformat(day)
    for day in [
        "2026-11-11",
        "2026-11-26",
        "2026-12-25",
        "2027-01-01",
        "2027-01-18",
        "2027-02-12",
        "2027-02-15",
        "2027-03-26",
        "2027-05-31",
        "2027-06-18",
        "2027-07-05",
        "2027-09-06",
        "2027-10-11",
        "2027-11-11",
        "2027-11-25",
        "2027-12-24",
        "2027-12-31",
        "2028-01-17",
        "2028-02-11",
        "2028-02-21",
        "2028-04-14",
        "2028-05-29",
        "2028-06-19",
        "2028-07-04",
    ]
}
USUAL = business.standard()
FIRST = dt.datetime(2026, 10, 25, tzinfo=dt.UTC)
LAST = dt.datetime(2028, 7, 20, tzinfo=dt.UTC)


def golden_rows() -> list[dict[str, str]]:
    with GOLDEN.open(newline="") as file:
        return list(csv.DictReader(file))


def at(text: str) -> dt.datetime:
    """A local time in Connecticut: 2027-03-14 08:30."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize("row", golden_rows(), ids=lambda row: f"{row['case']}-{row['clock']}")
def test_a_worked_case_agrees(row: dict[str, str]) -> None:
    pauses = [
        (dt.datetime.fromisoformat(begins), dt.datetime.fromisoformat(ends))
        for begins, ends in (span.split("/") for span in row["pauses"].split(";") if span)
    ]
    due = due_at(CLOCKS[row["clock"]], dt.datetime.fromisoformat(row["started_at"]), pauses, USUAL)
    assert due == dt.datetime.fromisoformat(row["due_at"])


def a_clock(limit: int, unit: Unit) -> Clock:
    return Clock("tried", "now", limit, unit, "proposed", "a test")


@pytest.mark.parametrize(
    ("limit", "unit", "start", "due"),
    [
        (8, Unit.BUSINESS_HOURS, "2026-11-23 08:30", "2026-11-23 16:30"),  # used up exactly at closing
        (1, Unit.BUSINESS_DAYS, "2026-11-23 16:30", "2026-11-24 16:30"),  # closing time itself is closed
        (1, Unit.BUSINESS_HOURS, "2026-11-23 16:00", "2026-11-24 09:00"),
        (1, Unit.BUSINESS_HOURS, "2027-03-25 16:30", "2027-03-29 09:30"),  # Good Friday, then a weekend
        (
            1,
            Unit.BUSINESS_HOURS,
            "2027-02-12 10:00",
            "2027-02-16 09:30",
        ),  # Lincoln's, then Washington's Birthday
        (0, Unit.DAYS, "2026-11-23 10:00", "2026-11-23 23:59"),
        (1, Unit.DAYS, "2027-03-13 23:59", "2027-03-14 23:59"),
        (24, Unit.HOURS, "2027-03-13 12:00", "2027-03-14 13:00"),  # the night that has 23 hours
        (24, Unit.HOURS, "2027-11-06 12:00", "2027-11-07 11:00"),  # and the one that has 25
    ],
)
def test_limits_end_where_the_rule_says(limit: int, unit: Unit, start: str, due: str) -> None:
    assert due_at(a_clock(limit, unit), at(start), [], USUAL) == at(due)


def test_pauses_may_overlap_and_count_once() -> None:
    pauses = [
        (at("2026-11-23 09:00"), at("2026-11-23 11:00")),
        (at("2026-11-23 10:00"), at("2026-11-23 12:00")),
    ]
    clock = a_clock(2, Unit.BUSINESS_HOURS)
    assert due_at(clock, at("2026-11-23 08:30"), pauses, USUAL) == at("2026-11-23 13:30")


@pytest.mark.parametrize("clock", [c for c in CLOCKS.values() if not c.unit.heeds_pauses], ids=lambda c: c.code)
def test_a_clock_outside_business_units_heeds_no_pause(clock: Clock) -> None:
    start = at("2026-11-23 09:00")
    pause = [(start, start + dt.timedelta(days=3))]
    assert due_at(clock, start, pause, USUAL) == due_at(clock, start, [], USUAL)


def test_the_answer_is_in_local_time_whatever_zone_the_start_is_in() -> None:
    start = at("2026-11-23 09:00").astimezone(dt.UTC)
    assert due_at(CLOCKS["acknowledge_4"], start, [], USUAL).isoformat() == "2026-11-23T11:00:00-05:00"


# --- the oracle: walks minute by minute, counting --------------------------------------------------------


CHANGED = dt.date(2027, 1, 20)  # a Wednesday, from which HART works from ten to six in the second calendar

LATER = dataclasses.replace(USUAL, hours=(*USUAL.hours, Hours(CHANGED, dt.time(10), dt.time(18))))


def open_minutes(later: bool) -> bytearray:
    """One byte a minute since FIRST: 1 while the office is open; ``later``: other hours since CHANGED."""
    minutes = bytearray()
    moment = FIRST
    while moment < LAST:
        local = moment.astimezone(NEW_YORK)
        opens, closes = (600, 1080) if later and local.date() >= CHANGED else (510, 990)
        works = local.weekday() < 5 and local.date() not in CLOSED
        minutes.append(works and opens <= local.hour * 60 + local.minute < closes)
        moment += MINUTE
    return minutes


def walked(clock: Clock, start: int, pauses: list[tuple[int, int]], is_open: bytearray) -> dt.datetime:
    if clock.unit is Unit.DAYS:
        return walked_to_the_end_of_the_day(clock.limit, start)
    minute, left = start, clock.limit * 60 * (8 if clock.unit is Unit.BUSINESS_DAYS else 1)
    while left:
        counts = clock.unit is Unit.HOURS or (
            is_open[minute] and not any(begins <= minute < ends for begins, ends in pauses)
        )
        left -= bool(counts)
        minute += 1
    return FIRST + minute * MINUTE


def walked_to_the_end_of_the_day(nights: int, start: int) -> dt.datetime:
    moment = FIRST + start * MINUTE
    while True:
        local = moment.astimezone(NEW_YORK)
        if (local.hour, local.minute) == (23, 59):
            if not nights:
                return moment
            nights -= 1
        # Steps of a minute near midnight; by day an hour at a time is as sure and sixty times as fast.
        moment += MINUTE if local.hour in (22, 23) else dt.timedelta(hours=1) - local.minute * MINUTE


def a_random_case(chance: random.Random) -> tuple[Clock, int, list[tuple[int, int]]]:
    clock = chance.choice(list(CLOCKS.values()))
    start = chance.randrange(365 * 24 * 60)
    pauses, minute = [], start
    for _ in range(chance.randrange(4)):
        begins = minute + chance.randrange(3 * 24 * 60)
        minute = begins + 1 + chance.randrange(4 * 24 * 60)
        pauses.append((begins, minute))
    return clock, start, pauses


def as_spans(pauses: list[tuple[int, int]]) -> Iterator[Span]:
    return ((FIRST + begins * MINUTE, FIRST + ends * MINUTE) for begins, ends in pauses)


@pytest.mark.slow
def test_the_oracle_that_walks_minute_by_minute_agrees(pytestconfig: pytest.Config) -> None:
    calendars, chance = [(USUAL, open_minutes(later=False)), (LATER, open_minutes(later=True))], random.Random(20261123)
    for _ in range(pytestconfig.getoption("--oracle-cases")):
        clock, start, pauses = a_random_case(chance)
        calendar, is_open = chance.choice(calendars)
        due = due_at(clock, FIRST + start * MINUTE, list(as_spans(pauses)), calendar).astimezone(dt.UTC)
        assert due == walked(clock, start, pauses, is_open), (clock.code, FIRST + start * MINUTE, pauses)


# --- the table and the command ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "x,now,two,hours,legal,why",
        "x,now,2,weeks,legal,why",
        "x,now,2,hours,perhaps,why",
        "x,now,-1,hours,legal,why",
    ],
)
def test_a_table_with_a_bad_line_is_refused_with_its_number(line: str) -> None:
    with pytest.raises(ValueError, match="line 2"):
        clocks.load(f"code,starts_when,limit,unit,kind,basis\n{line}\n")


def test_a_doubled_code_is_refused() -> None:
    line = "x,now,2,hours,legal,why\n"
    with pytest.raises(ValueError, match="line 3"):
        clocks.load(f"code,starts_when,limit,unit,kind,basis\n{line}{line}")


def test_the_command_agrees_on_the_worked_cases(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_clocks", str(GOLDEN))
    assert capsys.readouterr().out == "62 of 62 agree\n"


def test_the_command_prints_each_disagreement_and_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = GOLDEN.read_text().splitlines()
    wrong = tmp_path / "cases.csv"
    wrong.write_text(
        "\n".join([lines[0], lines[1].replace("23:59", "23:58"), lines[2], "9,no_such,x,,y", "8,feedback"])
    )
    with pytest.raises(CommandError) as refused:
        call_command("check_clocks", str(wrong))
    out = capsys.readouterr().out
    assert refused.value.returncode == 1
    assert "case 0: expected 2027-12-15T23:58-05:00, the clock says 2027-12-15T23:59:00-05:00" in out
    assert "case 9: cannot be read" in out
    assert "case 8: cannot be read" in out
    assert out.endswith("1 of 4 agree\n")


def test_the_command_refuses_a_file_with_another_header(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("clock,started_at\n")
    with pytest.raises(CommandError, match="header"):
        call_command("check_clocks", str(other))
