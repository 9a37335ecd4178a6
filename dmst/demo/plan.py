"""The invented cases of one year, as a plan: who, where, what, when, and what HART did. No Django, no database.

The same number, seed and moment give the same plan.
"""

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from dmst.demo import shares

ZONE = ZoneInfo("America/New_York")
YEAR = 365  # days
TEEN = 13
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
ALL_MOVES = 99


@dataclass(frozen=True)
class Act:
    """One move of HART's or of the referrer's."""

    at: dt.datetime
    move: str
    words: str = ""
    choice: str = ""


@dataclass(frozen=True)
class Case:
    first: str
    last: str
    age: int
    gender: str
    race: tuple[str, ...]
    living: str
    office: str
    missing: bool
    source: str
    concern: str
    recruitment: str
    level: str
    sent_at: dt.datetime
    chance: int  # for what the plan leaves open
    most_moves: int = ALL_MOVES
    acts: Sequence[Act] = field(default_factory=tuple)

    @property
    def key(self) -> uuid.UUID:
        """Of its referral: what was told is not told again."""
        return uuid.UUID(int=self.chance)

    @property
    def is_latest(self) -> bool:
        return self.most_moves != ALL_MOVES

    @property
    def determination(self) -> str:
        return next((act.choice for act in self.acts if act.move == "determine"), "")


def cases(number: int, *, seed: int, now: dt.datetime) -> list[Case]:
    """In the order in which they were sent."""
    chance = random.Random(seed)  # noqa: S311  # the same invented people each time
    people = fitting(list(invented(number, chance, now)))
    dated = with_latest(people, now)
    moved = [replace(case, acts=tuple(acts_of(case, now))) for case in sorted(dated, key=lambda case: case.sent_at)]
    return with_determinations(moved, chance)


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
    """Over the year before today, by the weight of each month; in the daytime, the last of them the day before."""
    days = [now.astimezone(ZONE).date() - dt.timedelta(days=back) for back in range(YEAR, 0, -1)]
    reached = list(itertools.accumulate(shares.MONTHS[day.month] for day in days))
    wanted = [(place + chance.random()) / number * reached[-1] for place in range(number)]
    found = [next(day for day, until in zip(days, reached, strict=True) if until >= one) for one in wanted]
    times = [dt.time(chance.randint(8, 18), chance.randint(0, 59)) for _one in found]
    return [dt.datetime.combine(day, time, ZONE) for day, time in zip(found, times, strict=True)]


def fitting(people: list[Case]) -> list[Case]:
    """Under 13 any strong sign is enough for level 3 (rule R7): such a child changes levels with somebody older."""
    young = [place for place, case in enumerate(people) if case.age < TEEN and case.level in ("2", "U")]
    older = [place for place, case in enumerate(people) if case.age >= TEEN and case.level in ("3", "4")]
    for one, two in zip(young, older, strict=False):
        swap_levels(people, one, two)
    return people


def swap_levels(people: list[Case], one: int, two: int) -> None:
    mine, theirs = people[one].level, people[two].level
    people[one], people[two] = replace(people[one], level=theirs), replace(people[two], level=mine)


def with_latest(people: list[Case], now: dt.datetime) -> list[Case]:
    """Some of Hartford's are moved to the last days, so that everybody finds work on the screen."""
    free = [place for place, case in enumerate(people) if case.office == "Hartford" and case.age >= TEEN]
    others = [place for place, case in enumerate(people) if case.age >= TEEN and place not in free]
    for hours, level, most_moves in LATEST[: len(free)]:
        place = next((place for place in free if people[place].level == level), free[0])
        free.remove(place)
        if people[place].level != level:
            giver = next((other for other in others if people[other].level == level), place)
            swap_levels(people, place, giver)
        people[place] = replace(people[place], sent_at=now - dt.timedelta(hours=hours), most_moves=most_moves)
    return people


# --- What HART did ---------------------------------------------------------------------------------------------

HOURS_TO_ACKNOWLEDGE = {"4": (0.2, 2.2), "3": (1, 7), "2": (4, 40), "U": (4, 40)}
DAYS_TO_DETERMINE = (3, 12)
DAYS_TO_CLOSE = (8, 40)
ASKED = 0.25  # share of the cases in which HART asks back
NOT_ACCEPTED = 0.1  # of the consultations
CLOSINGS = ("stable", "stable", "stable", "no_concern", "moved")
QUESTION = "Is there a safe time to meet, and who should be there?"
ANSWER = "After school, with the person they trust."
REASONS = "From the screening, the record and the talk with the worker."
ENDED = "The plan is in place, and the worker knows whom to call."
ELSEWHERE = "Another state works with the family; their office was told."


def acts_of(case: Case, now: dt.datetime) -> Iterator[Act]:
    past = (act for act in course_of(case) if act.at < now)
    return itertools.islice(past, case.most_moves)


def course_of(case: Case) -> Iterator[Act]:
    chance = random.Random(case.chance)  # noqa: S311  # the same course each time
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    at = case.sent_at + chance.uniform(*HOURS_TO_ACKNOWLEDGE[case.level]) * hour
    yield Act(at, "acknowledge")
    if case.level in ("2", "U") and chance.random() < NOT_ACCEPTED:
        yield Act(at + day, "not_accept", ELSEWHERE)
        return
    at += chance.uniform(0.5, 20) * hour
    yield Act(at, "start_review")
    if chance.random() < ASKED:
        at += chance.uniform(1, 6) * hour
        yield Act(at, "ask_information", QUESTION)
        at += chance.uniform(1, 8) * hour
        yield Act(at, "answer_information", ANSWER)
    at += chance.uniform(*DAYS_TO_DETERMINE) * day
    yield Act(at, "determine", REASONS, "?")
    yield Act(at + chance.uniform(*DAYS_TO_CLOSE) * day, "close", ENDED, chance.choice(CLOSINGS))


def with_determinations(moved: list[Case], chance: random.Random) -> list[Case]:
    """The shares of the answers HART has given; the graver ones fall more often to the higher levels."""
    places = [place for place, case in enumerate(moved) if case.determination]
    places.sort(key=lambda place: "U234".index(moved[place].level) + chance.uniform(0, 2.5), reverse=True)
    counted = shares.counts(shares.DETERMINATION, len(places))
    answers = [group[0] for group, count in counted for _one in range(count)]
    for place, answer in zip(places, answers, strict=True):
        case = moved[place]
        acts = tuple(replace(act, choice=answer) if act.move == "determine" else act for act in case.acts)
        moved[place] = replace(case, acts=acts)
    return moved
