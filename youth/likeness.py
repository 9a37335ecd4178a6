"""Could two records be the same young person? Names and birth dates alone, pure functions (no Django).

A yes is a proposal that a person confirms, never a merge (foundations: the case, 6). Names count in any order, with
or without accents and hyphens, one or both of two surnames, nicknames, and what sounds alike; of the birth dates
day and month may be exchanged. Twins share everything but the given name, and two people may share all of it and be
born some days apart: neither is the same person.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import product

import jellyfish

from youth import nicknames
from youth.names import parts_of, sounds_of, unglued

SHORTEST_TYPO = 5  # letters: in a shorter name one letter is another name
LONG = 9  # from here on two letters may be off
ALIKE = 0.8  # Jaro-Winkler: what sounds alike must look alike as well
WHOLE_DATE = len("2010-03-04")
VAGUE_YEARS = 1  # an estimated year may be one off


class Birth(IntEnum):
    """How two birth dates go together, the better the higher."""

    APART = 0
    UNKNOWN = 1  # on either side
    VAGUE = 2  # a year alone, equal or one off
    EXCHANGED = 3  # day and month
    SAME = 4


@dataclass(frozen=True)
class Record:
    """``birth``: an ISO date, "YYYY-MM", "YYYY", or "" for not known."""

    names: tuple[str, ...]
    birth: str = ""

    @classmethod
    def of(cls, names: Iterable[str], birth: dt.date | None) -> "Record":
        return cls(tuple(name for name in names if name.strip()), birth.isoformat() if birth else "")

    @classmethod
    def read(cls, names: Iterable[str], birth: str) -> "Record":
        """From text; raises ValueError for what is no date."""
        if birth := birth.strip():
            dt.date.fromisoformat(f"{birth}-01-01"[:WHOLE_DATE])
        return cls(tuple(name for name in names if name.strip()), birth)


@dataclass(frozen=True)
class Pairing:
    """The parts of two names laid beside each other: (place in one, place in the other) of each that is the same."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    same: tuple[tuple[int, int], ...]

    @property
    def left(self) -> tuple[list[int], list[int]]:
        """The places on either side that have no counterpart."""
        mine, theirs = {one for one, _other in self.same}, {other for _one, other in self.same}
        return (
            [place for place in range(len(self.first)) if place not in mine],
            [place for place in range(len(self.second)) if place not in theirs],
        )

    @property
    def is_whole(self) -> bool:
        return not any(self.left)

    @property
    def is_one_within_the_other(self) -> bool:
        return not all(self.left)

    @property
    def given_names_agree(self) -> bool:
        """The first part, which is the given name unless somebody turned the name around."""
        return 0 not in self.left[0] and 0 not in self.left[1]

    @property
    def contradicts(self) -> bool:
        """Both have another part in the same slot: Ana and Eva Soto Rey, Maria Elena and Maria Isabel Rey."""
        slots_a = {self.slot(place, 0) for place in self.left[0]}
        slots_b = {self.slot(place, 1) for place in self.left[1]}
        return bool(slots_a & slots_b)

    def slot(self, place: int, side: int) -> int:
        """Which of the shared parts stands before this one; they are counted in the order of the first name."""
        before = [number for number, pair in enumerate(self.same) if pair[side] < place]
        return max(before, default=-1)

    @property
    def agrees(self) -> bool:
        """Two parts the same; where each side has one more, the given names must be among the same."""
        if len(self.same) < 2 or self.contradicts:
            return False
        return self.is_one_within_the_other or self.given_names_agree


def could_be_same(one: Record, other: Record) -> bool:
    """Some name of the one with some name of the other, and the birth dates do not speak against it."""
    birth = births(one.birth, other.birth)
    return birth > Birth.APART and any(names_suffice(paired(a, b), birth) for a, b in product(one.names, other.names))


def likeness(one: Record, other: Record) -> tuple[bool, int, int]:
    """To sort by, the likest last: whether it could be the same, how well the dates go together, parts in common."""
    shared = max((len(paired(a, b).same) for a, b in product(one.names, other.names)), default=0)
    return could_be_same(one, other), births(one.birth, other.birth), shared


def names_suffice(pairing: Pairing, birth: Birth) -> bool:
    """The less the birth dates say, the more the names have to."""
    if birth == Birth.SAME:
        alone = min(len(pairing.first), len(pairing.second)) == 1 and len(pairing.same) == 1
        return pairing.agrees or (alone and is_plain(pairing))
    if birth == Birth.EXCHANGED:
        return pairing.agrees and pairing.is_one_within_the_other
    return pairing.agrees and pairing.is_whole


def is_plain(pairing: Pairing) -> bool:
    one, other = pairing.same[0]
    return pairing.first[one] == pairing.second[other]


def births(one: str, other: str) -> Birth:
    if not one or not other:
        return Birth.UNKNOWN
    if one == other and is_whole_date(one):
        return Birth.SAME
    if is_whole_date(one) and is_whole_date(other):
        return Birth.EXCHANGED if exchanged(one) == other else Birth.APART
    near = abs(int(one[:4]) - int(other[:4])) <= VAGUE_YEARS
    return Birth.VAGUE if near else Birth.APART


def is_whole_date(text: str) -> bool:
    return len(text) == WHOLE_DATE


def exchanged(day: str) -> str:
    """The same date with day and month exchanged; "" where that is no date."""
    year, month, of_month = day.split("-")
    return f"{year}-{of_month}-{month}" if int(of_month) <= 12 else ""


@lru_cache(maxsize=4096)
def paired(one: str, other: str) -> Pairing:
    first, second = parts_of(one), parts_of(other)
    first, second = joined(first, second), joined(second, first)
    return Pairing(first, second, tuple(counterparts(first, second)))


def joined(parts: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """ "Mary Ann" beside "Maryann", "De Leon" beside "Deleon": two parts that are one on the other side become one."""
    for place in range(len(parts) - 1):
        together = parts[place] + parts[place + 1]
        if together in others:
            return joined((*parts[:place], together, *parts[place + 2 :]), others)
    return parts


def counterparts(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Each part of the first with the likest one of the second that is still free, the surest first."""
    ranked = sorted(
        (-sureness, abs(i - j), i, j)
        for (i, a), (j, b) in product(enumerate(first), enumerate(second))
        if (sureness := sure(a, b))
    )
    taken: list[tuple[int, int]] = []
    for _sureness, _distance, i, j in ranked:
        if all(i != one and j != other for one, other in taken):
            taken.append((i, j))
    yield from sorted(taken)


def sure(a: str, b: str) -> int:
    """How sure it is that two parts are the same name: 4 the same, 3 a nickname, 2 sounds alike, 1 mistyped, 0 not."""
    if a == b:
        return 4
    if len(a) == 1 or len(b) == 1:
        return 1 if a[0] == b[0] else 0
    if nicknames.related(a, b) or unglued(a) == unglued(b):
        return 3
    if sounds_of(a) & sounds_of(b) and jellyfish.jaro_winkler_similarity(a, b) >= ALIKE:
        return 2
    return 1 if mistyped(a, b) else 0


def mistyped(a: str, b: str) -> bool:
    shorter = min(len(a), len(b))
    if shorter < SHORTEST_TYPO or a[0] != b[0]:
        return sorted(a) == sorted(b) and shorter > 3 and jellyfish.damerau_levenshtein_distance(a, b) == 1
    return jellyfish.damerau_levenshtein_distance(a, b) <= (2 if shorter >= LONG else 1)
