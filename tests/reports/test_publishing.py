"""Small counts stay hidden, and so does what would give them away.

The attack knows everything that is published of a quarter, the rule by which it was hidden and that zeros are shown,
and looks by brute force for a hidden part that can only have one value.
"""

import itertools
import random
from collections.abc import Iterable, Mapping

import pytest

from reports.publishing import SMALL, Table, hidden, is_published, summed

SEED = 20261129
QUARTERS = 300
SHAPES = ((60, 5), (60, 10), (14, 3), (240, 12), (25, 2), (45, 8))  # a total, and into how many parts


def invented(chance: random.Random, total: int, parts: int) -> Table:
    """Most in a few parts, as it is."""
    weights = [chance.random() ** 3 for _part in range(parts)]
    counts = dict.fromkeys(map(str, range(parts)), 0)
    for name in chance.choices(list(counts), weights, k=total):
        counts[name] += 1
    return Table(total, counts)


def recovered(table: Table, away: Iterable[str]) -> list[str]:
    """The hidden parts that can have one value only, as the total and the parts that are shown leave it.

    Each hidden part is 1 at least; with n of them whose sum is s, one can be anything from 1 to s - (n - 1), and no
    less than s where it is alone.
    """
    away = list(away)
    if not is_published(table) or not away:
        return []
    left = table.total - sum(count for name, count in table.parts.items() if name not in away)
    most = left - (len(away) - 1)
    least = left if len(away) == 1 else 1
    return away if most <= least else []


def tables() -> list[Table]:
    chance = random.Random(SEED)
    return [invented(chance, total, parts) for _quarter in range(QUARTERS) for total, parts in SHAPES]


def test_nothing_hidden_is_recovered_and_nothing_small_is_shown() -> None:
    shown_small, found = [], []
    for table in tables():
        away = hidden(table)
        found += recovered(table, away)
        shown_small += [name for name, count in table.parts.items() if 0 < count <= SMALL and name not in away]
    assert (found, shown_small) == ([], [])


def test_without_the_complementary_step_the_attack_does_recover_some() -> None:
    found = [name for table in tables() for name in recovered(table, hidden(table, complementary=False))]
    assert len(found) > 10


@pytest.mark.parametrize(
    ("parts", "away"),
    [
        ({"a": 40, "b": 20}, set()),
        ({"a": 40, "b": 20, "c": 0}, set()),  # zero tells of nobody
        ({"a": 40, "b": 3, "c": 17}, {"b", "c"}),  # b alone would be what is missing to the total
        ({"a": 40, "b": 1, "c": 1, "d": 18}, {"b", "c", "d"}),  # a sum of two would say that each is one
        ({"a": 40, "b": 10, "c": 10}, {"b", "c"}),
        ({"a": 11, "b": 10}, {"a", "b"}),
        ({"a": 6, "b": 4}, {"a", "b"}),  # the total is small itself
    ],
)
def test_what_is_hidden(parts: Mapping[str, int], away: set[str]) -> None:
    assert hidden(Table(sum(parts.values()), parts)) == away


def test_every_small_table_is_safe_by_exhaustion() -> None:
    """Each way in which up to 24 fall into three parts."""
    for counts in itertools.product(range(13), repeat=3):
        table = Table(sum(counts), dict(zip("abc", counts, strict=True)))
        assert recovered(table, hidden(table)) == [], counts


def test_a_year_is_known_where_each_of_its_quarters_is() -> None:
    assert summed([11, 12, 0, 20]) == 43
    assert summed([11, None, 0, 20]) is None
