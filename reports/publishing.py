"""What may be shown outside one's own records: small counts are not, nor what would give them away. Free of Django.

Every published table is one total and the parts that make it up, of one closed quarter. A part of 1 to ``small`` is
hidden; zero is shown. Of the hidden parts of a table the total gives away their sum, so there are never fewer than two,
and their sum is larger than their number: then each of them could be one more or one less (each is 1 at least).
A table whose total is small, or is itself a hidden part of another table, is not published at all. Years are never
published beside their quarters: a year's part is shown where those of its quarters are, and is their sum.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALL = 10  # counts of 1 to 10 (domain.md 4.4)
REST = "rest"

# The tables of a quarter. Others join two of these and could give a hidden part away, so HART's leads alone see them.
PARTITIONS = (
    "children", "level", "age", "sex", "race", "living", "type", "recruitment", "source", "region", "settled",
    "overrides",
)  # fmt: skip
# Return screens are not among them: they stand beside what nobody knew in them, and the number of those answers would
# tell how few were screened.
SHARES = ("acknowledged", "feedback", "determined", "police", "police-missing", "ncmec", "repeat")
TIMES = ("time-to-acknowledge", "time-to-determine")
BELOW = {"determination": ("settled", "yes"), "told": ("settled", "yes")}  # whose total is a part of another table


@dataclass(frozen=True)
class Table:
    """A total, and its parts by name."""

    total: int
    parts: Mapping[str, int]


def hidden(table: Table, small: int = SMALL, *, complementary: bool = True) -> set[str]:
    """The parts not to be shown; all of them where the total is small. ``complementary``: off only to see it matter."""
    if 0 < table.total <= small:
        return set(table.parts)
    found = {name for name, count in table.parts.items() if 0 < count <= small}
    if not complementary:
        return found
    others = sorted((name for name, count in table.parts.items() if count > small), key=lambda name: table.parts[name])
    while found and others and gives_away(table, found):
        found.add(others.pop(0))
    return found if not found or not gives_away(table, found) else set(table.parts)


def gives_away(table: Table, found: set[str]) -> bool:
    """Whether the sum of the hidden parts leaves one of them no other value."""
    return len(found) < 2 or sum(table.parts[name] for name in found) <= len(found)


def is_published(table: Table, small: int = SMALL) -> bool:
    return table.total == 0 or table.total > small


def summed(quarters: Sequence[int | None]) -> int | None:
    """Of a year: known where every quarter is."""
    return None if None in quarters else sum(one for one in quarters if one is not None)
