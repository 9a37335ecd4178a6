"""Who hears of a clock that nobody stops, and when."""

import datetime as dt

import pytest

from duties import ladder
from duties.clocks import CLOCKS
from duties.ladder import LADDER, To

START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def heard(limit: dt.timedelta, after: dt.timedelta, climbed: int = 0) -> list[To]:
    return [rung.to for rung in ladder.reached(START, START + limit, START + after, climbed)]


def test_the_owner_is_warned_in_the_last_quarter_and_told_at_the_limit() -> None:
    assert heard(2 * HOUR, 89 * MINUTE) == []
    assert heard(2 * HOUR, 90 * MINUTE) == [To.OWNER]
    assert heard(2 * HOUR, 2 * HOUR) == [To.OWNER, To.OWNER]


def test_after_the_limit_it_climbs_to_the_deputy() -> None:
    assert heard(2 * HOUR, 2 * HOUR + 15 * MINUTE)[-1] == To.BACKUP
    assert heard(2 * HOUR, 2 * HOUR + 30 * MINUTE)[-1] == To.LEAD
    assert heard(2 * HOUR, 3 * HOUR)[-1] == To.DEPUTY


def test_what_was_told_is_not_told_again() -> None:
    assert heard(2 * HOUR, 3 * HOUR, climbed=3) == [To.LEAD, To.DEPUTY]
    assert heard(2 * HOUR, 9 * HOUR, climbed=ladder.TOP) == []


def test_what_is_due_at_once_gives_the_owner_a_quarter_of_an_hour() -> None:
    assert heard(dt.timedelta(0), dt.timedelta(0)) == [To.OWNER, To.OWNER]
    assert heard(dt.timedelta(0), 15 * MINUTE)[-1] == To.BACKUP


def test_a_long_clock_warns_a_day_before_and_reaches_the_top_a_day_after() -> None:
    limit = dt.timedelta(days=180)
    assert heard(limit, limit - 25 * HOUR) == []
    assert heard(limit, limit - 24 * HOUR) == [To.OWNER]
    assert heard(limit, limit + 24 * HOUR)[-1] == To.DEPUTY


@pytest.mark.parametrize("code", sorted(CLOCKS))
def test_the_rungs_of_every_clock_come_in_their_order(code: str) -> None:
    limit = CLOCKS[code].limit * {"hours": HOUR, "business_hours": HOUR}.get(CLOCKS[code].unit.value, 24 * HOUR)
    moments = [rung.at(START, START + limit) for rung in LADDER]
    assert moments == sorted(moments)
    assert moments[0] >= START


@pytest.mark.parametrize(
    "line", ["2,owner,0,0,0", "1,nobody,0,0,0", "1,owner,x,0,0", "1,owner,0,9,3", "1,owner,-10,0,0\n2,lead,-20,0,0"]
)
def test_a_ladder_that_cannot_be_climbed_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match=r"ladder, line \d"):
        ladder.load(f"rung,to,percent,least_minutes,most_minutes\n{line}\n")
