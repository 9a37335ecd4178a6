"""Ages from birth dates."""

import datetime as dt

from youth.choices import AgeGate

TEEN = 13
ADULT = 18
OLDEST = 120  # years; an earlier birth date is a slip of the pen
HALF_A_YEAR = dt.timedelta(days=183)


def age_on(birth_date: dt.date, on: dt.date) -> int:
    """In full years. Who was born on February 29 is a year older on March 1."""
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def gate_of(age: int | None) -> str:
    """The value of gate G1."""
    if age is None:
        return AgeGate.UNKNOWN.value
    if age < TEEN:
        return AgeGate.UNDER_13.value
    return AgeGate.FROM_13.value if age < ADULT else AgeGate.ADULT.value


def birth_date_for(age: int, on: dt.date) -> dt.date:
    """For somebody who is about that old: the middle of the year in which they may have been born."""
    birthday = dt.date(on.year - age, on.month, min(on.day, 28))
    return birthday - HALF_A_YEAR
