"""A young person turns 13 or 18 while a referral is open: said before, and what it changes (domain.md 1.2, 3.2)."""

import datetime as dt
from typing import ClassVar, NamedTuple

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from youth.ages import ADULT, TEEN, age_on

BEFORE = dt.timedelta(days=30)
CHANGES: dict[int, str | Promise] = {
    TEEN: _("What is new about them no longer hurries because of their age alone. All that runs goes on."),
    ADULT: _(
        "No report starts by itself any more: whether a duty to report exists is recorded. They are asked whether they "
        "agree to what goes on, and may decline; declining closes no service. There are services for 18 to 23. Help "
        "for foreign-born minors is asked for until the day before."
    ),
}


class Birthdays(models.Model):
    """Which birthday was announced, and which was heeded, by the age it is: 0 for none yet."""

    announced_age = models.PositiveSmallIntegerField(default=0)
    turned_age = models.PositiveSmallIntegerField(default=0)

    clear_birthdays: ClassVar[tuple[str, ...]] = ("announced_age", "turned_age")

    class Meta:
        abstract = True


class Turn(NamedTuple):
    age: int
    on: dt.date


def birthday(birth_date: dt.date, age: int) -> dt.date:
    """The day on which somebody is that old; born on February 29, on March 1 (youth.ages)."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return dt.date(birth_date.year + age, 3, 1)


def ahead(birth_date: dt.date, today: dt.date) -> Turn | None:
    """The one that comes within 30 days."""
    turns = (Turn(age, birthday(birth_date, age)) for age in CHANGES)
    return next((turn for turn in turns if today < turn.on <= today + BEFORE), None)


def come(birth_date: dt.date, since: dt.date, today: dt.date) -> int:
    """The age they have turned since that day; 0 for none. Of two the later one."""
    return max((age for age in CHANGES if age_on(birth_date, since) < age <= age_on(birth_date, today)), default=0)
