"""The invented cases of two years, as a plan: who, where, what and when. No Django, no database.

``course`` adds what HART did. The same number, seed and moment give the same plan.
"""

import datetime as dt
import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from dmst.demo import course, shares
from dmst.demo.case import Case

ZONE = ZoneInfo("America/New_York")
SPAN = 730  # days
# Words of nature and of pretence: no one of these is a family's name that we took from anybody.
FIRST = (
    *("Acorn", "Birch", "Clover", "Dune", "Ember", "Fern", "Gale", "Harbor", "Iris", "Juniper", "Kite", "Lark"),
    *("Maple", "Nettle", "Opal", "Pebble", "Quill", "Reed", "Sorrel", "Thistle", "Umber", "Vale", "Willow", "Yarrow"),
)
LAST = ("Example", "Invented", "Madeup", "Notreal", "Pretend", "Sample", "Fictive", "Imagined", "Makebelieve", "Mock")
# What stands in Hartford today, whatever the rest of the year holds: hours ago, level, and how far HART has come.
LATEST = (
    (0.05, "3", 0),
    (0.8, "4", 0),
    (2.6, "4", 0),  # its two hours are over
    (6.0, "3", 1),
    (27.0, "2", 0),
    (98.0, "3", 3),
    (146.0, "2", 1),
    (200.0, "3", 4),
    (420.0, "3", 2),  # its ten business days are over
)


def cases(number: int, *, seed: int, now: dt.datetime) -> list[Case]:
    """In the order in which they were sent."""
    chance = random.Random(seed)  # noqa: S311  # the same invented people each time
    people = fitting(list(invented(number, chance, now)))
    dated = with_latest(people, now)
    in_order = sorted(dated, key=lambda case: case.sent_at)
    moved = [replace(case, acts=tuple(course.acts_of(case, now))) for case in in_order]
    return course.with_turns(course.with_determinations(moved, chance, now), now)


def invented(number: int, chance: random.Random, now: dt.datetime) -> Iterator[Case]:
    names = itertools.cycle(mixed_names(chance))
    times = moments(number, chance, now)
    columns = {name: shares.drawn(table, number, chance) for name, table in shares.COLUMNS.items()}
    for place, (first, last), sent_at in zip(range(number), names, times, strict=False):
        values: dict[str, Any] = {name: column[place] for name, column in columns.items()}
        yield Case(first=first, last=last, sent_at=sent_at, chance=chance.randrange(2**31), **values)


def mixed_names(chance: random.Random) -> list[tuple[str, str]]:
    names = list(itertools.product(FIRST, LAST))
    chance.shuffle(names)
    return names


def moments(number: int, chance: random.Random, now: dt.datetime) -> list[dt.datetime]:
    """Over the time before today, by the weight of each month; in the daytime, the last of them the day before."""
    days = [now.astimezone(ZONE).date() - dt.timedelta(days=back) for back in range(SPAN, 0, -1)]
    reached = list(itertools.accumulate(shares.MONTHS[day.month] for day in days))
    wanted = [(place + chance.random()) / number * reached[-1] for place in range(number)]
    found = [next(day for day, until in zip(days, reached, strict=True) if until >= one) for one in wanted]
    times = [dt.time(chance.randint(8, 18), chance.randint(0, 59)) for _one in found]
    return [dt.datetime.combine(day, time, ZONE) for day, time in zip(found, times, strict=True)]


def fitting(people: list[Case]) -> list[Case]:
    """Under 13 any strong sign is enough for level 3 (rule R7): such a child changes levels with somebody older."""
    young = [place for place, case in enumerate(people) if case.age < course.TEEN and case.level in ("2", "U")]
    older = [place for place, case in enumerate(people) if case.age >= course.TEEN and case.level in ("3", "4")]
    for one, two in zip(young, older, strict=False):
        swap_levels(people, one, two)
    return people


def swap_levels(people: list[Case], one: int, two: int) -> None:
    mine, theirs = people[one].level, people[two].level
    people[one], people[two] = replace(people[one], level=theirs), replace(people[two], level=mine)


def with_latest(people: list[Case], now: dt.datetime) -> list[Case]:
    """Some of Hartford's are moved to the last days, so that everybody finds work on the screen."""
    free = [place for place, case in enumerate(people) if case.office == "Hartford" and case.age >= course.TEEN]
    others = [place for place, case in enumerate(people) if case.age >= course.TEEN and place not in free]
    for hours, level, most_moves in LATEST[: len(free)]:
        place = next((place for place in free if people[place].level == level), free[0])
        free.remove(place)
        if people[place].level != level:
            giver = next((other for other in others if people[other].level == level), place)
            swap_levels(people, place, giver)
        people[place] = replace(people[place], sent_at=now - dt.timedelta(hours=hours), most_moves=most_moves)
    return people
