import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from duties import words

NOW = dt.datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0, "0 min"),
        (35, "35 min"),
        (60, "1 h"),
        (130, "2 h 10 min"),
        (47 * 60, "47 h"),
        (48 * 60, "2 days"),
        (30 * 24 * 60 + 5, "30 days"),
    ],
)
def test_a_length_of_time_is_said_in_the_unit_that_helps(minutes: int, said: str) -> None:
    assert words.length(dt.timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (NOW + dt.timedelta(hours=2), "due Tue, Nov 24, 10:30 AM, 2 h left"),
        (NOW, "due Tue, Nov 24, 8:30 AM, 0 min left"),
        (NOW - dt.timedelta(minutes=35), "overdue by 35 min"),
        (NOW + dt.timedelta(days=60), "due Sat, Jan 23, 2027, 8:30 AM, 60 days left"),
    ],
)
def test_what_is_due_says_when_and_how_long_is_left(due: dt.datetime, said: str) -> None:
    assert words.due(due, NOW) == said


def test_a_moment_is_said_in_connecticut_time_whatever_zone_it_came_in() -> None:
    assert words.moment(NOW.astimezone(dt.UTC), NOW) == "Tue, Nov 24, 8:30 AM"
