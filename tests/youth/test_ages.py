import datetime as dt

import pytest

from youth import ages


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (dt.date(2011, 3, 9), dt.date(2026, 3, 8), 14),
        (dt.date(2011, 3, 9), dt.date(2026, 3, 9), 15),
        (dt.date(2008, 2, 29), dt.date(2026, 2, 28), 17),
        (dt.date(2008, 2, 29), dt.date(2026, 3, 1), 18),
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), 0),
    ],
)
def test_age_is_in_full_years(born: dt.date, on: dt.date, age: int) -> None:
    assert ages.age_on(born, on) == age


@pytest.mark.parametrize(
    ("age", "gate"),
    [(0, "under_13"), (12, "under_13"), (13, "13_17"), (17, "13_17"), (18, "18_plus"), (None, "unknown")],
)
def test_the_gate_follows_the_age(age: int | None, gate: str) -> None:
    assert ages.gate_of(age) == gate


@pytest.mark.parametrize("age", [0, 1, 12, 13, 17, 18, 23])
@pytest.mark.parametrize("on", [dt.date(2026, 1, 1), dt.date(2028, 2, 29), dt.date(2026, 12, 31)])
def test_a_date_made_from_an_estimated_age_gives_that_age_back(age: int, on: dt.date) -> None:
    assert ages.age_on(ages.birth_date_for(age, on), on) == age
