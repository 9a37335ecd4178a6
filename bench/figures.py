"""What a proof measured beside what it may be, and how sure a difference between two series of times is."""

import random
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bench.loading import SEED

SHUFFLES = 2000
BY_CHANCE = 0.01  # a difference that chance makes more rarely than this is one
NO_END = float("inf")


class Figure(NamedTuple):
    words: str
    value: float
    least: float = -NO_END
    most: float = NO_END

    @property
    def held(self) -> bool:
        return self.least <= self.value <= self.most


Figures = Iterator[Figure]


def p95(taken: Sequence[float]) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[94]


def by_chance(one: Sequence[float], other: Sequence[float]) -> float:
    """How often shuffling the times between the two makes their medians differ as much as they do."""
    chance, pool, length = random.Random(SEED), [*one, *other], len(one)
    apart = abs(statistics.median(one) - statistics.median(other))
    more = 0
    for _shuffle in range(SHUFFLES):
        chance.shuffle(pool)
        more += abs(statistics.median(pool[:length]) - statistics.median(pool[length:])) >= apart
    return more / SHUFFLES


def interval(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """Between which the difference of their medians lies in 95 of 100 draws from the times themselves."""
    chance = random.Random(SEED)
    drawn = [
        statistics.median(chance.choices(one, k=len(one))) - statistics.median(chance.choices(other, k=len(other)))
        for _draw in range(SHUFFLES)
    ]
    found = statistics.quantiles(drawn, n=40, method="inclusive")
    return found[0], found[-1]
