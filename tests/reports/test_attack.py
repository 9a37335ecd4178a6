"""Whoever has every published table of a quarter, and knows the rule, finds no hidden number: an integer program each.

The tables are those of the product: figures as a run keeps them, shown as they are published. What joins them is given
to the attacker too: parts make up their total, one table's total is a part of another, each hidden part is one at
least, and nobody is told or determined who was not referred.
"""

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from reports import publishing, shown
from reports.measures import BY_CODE, Kind
from reports.models import Run
from reports.publishing import REST
from reports.shown import Shown

SEED = 20261129
QUARTERS = 12  # closed ones, three years
Cell = tuple[str, str]
Figures = dict[str, list[dict[str, Any]]]


class Quarter:
    """One closed quarter: what was counted, and what is published of it."""

    def __init__(self, chance: random.Random) -> None:
        self.figures = invented(chance)
        run = Run(definition="quarter", version=1, year=2026, quarter=1, figures=self.figures)
        self.published = shown.published(run)


def parts_of(chance: random.Random, total: int, keys: list[str]) -> list[dict[str, Any]]:
    weights = [chance.random() ** 3 + 0.001 for _key in keys]
    drawn = chance.choices(keys, weights, k=total)
    return [{"key": key, "label": key, "part": drawn.count(key), "whole": total} for key in keys]


def invented(chance: random.Random) -> Figures:
    """About sixty referrals a quarter (domain.md 1.9: 240 a year)."""
    total, found = chance.randrange(40, 80), Figures()
    for code in publishing.PARTITIONS:
        found[code] = parts_of(chance, total, [f"{code}{number}" for number in range(chance.randrange(2, 9))])
    found["settled"] = parts_of(chance, total, ["yes", "no"])
    settled = found["settled"][0]["part"]
    found["determination"] = parts_of(chance, settled, ["confirmed", "suspected", "at_risk", "no_concern", "unable"])
    found["told"] = [{"key": "", "label": "", "part": chance.randint(settled // 2, settled), "whole": settled}]
    for code in publishing.SHARES:
        whole = chance.randrange(0, total)
        found[code] = [{"key": "", "label": "", "part": chance.randint(0, whole), "whole": whole}]
    return found


class Attack:
    """Unknowns with their bounds, and the sums that hold between them."""

    def __init__(self, quarter: Quarter) -> None:
        self.cells: dict[Cell, int] = {}
        self.low: list[float] = []
        self.high: list[float] = []
        self.sums: list[tuple[dict[Cell, int], int]] = []
        self.hidden: list[Cell] = []
        for code, lines in quarter.published.items():
            self.read(code, lines)
        for code, (above, key) in publishing.BELOW.items():  # the total of the one is a part of the other
            if code in quarter.published and above in quarter.published:
                self.sums.append(({self.cell(code, "total"): 1, self.cell(above, key): -1}, 0))

    def cell(self, code: str, key: str, value: int | None = None, *, low: int = 0) -> Cell:
        name = (code, key)
        if name not in self.cells:
            self.cells[name] = len(self.low)
            self.low.append(low if value is None else value)
            self.high.append(np.inf if value is None else value)
        return name

    def read(self, code: str, lines: list[Shown]) -> None:
        total = self.cell(code, "total", lines[0].whole)
        if lines[0].whole is None:
            self.hidden.append(total)
        if BY_CODE[code].kind == Kind.COUNT or code in publishing.PARTITIONS:
            parts = [self.part(code, line.key or "all", line.part) for line in lines]
        else:
            rest = None if lines[0].part is None or lines[0].whole is None else lines[0].whole - lines[0].part
            parts = [self.part(code, "part", lines[0].part), self.part(code, REST, rest)]
        self.sums.append(({**dict.fromkeys(parts, 1), total: -1}, 0))

    def part(self, code: str, key: str, value: int | None) -> Cell:
        """A zero would be shown where its total is; of a table that is not published at all any part may be zero."""
        cell = self.cell(code, key, value, low=0 if (code, "total") in self.hidden else 1)
        if value is None:
            self.hidden.append(cell)
        return cell

    def reach(self, cell: Cell) -> tuple[float, float]:
        """The least and the most a hidden number can be, all that is published considered."""
        goal = np.zeros(len(self.low))
        goal[self.cells[cell]] = 1
        rows = np.zeros((len(self.sums), len(self.low)))
        for number, (coefficients, _sum) in enumerate(self.sums):
            for name, factor in coefficients.items():
                rows[number, self.cells[name]] = factor
        sums = [right for _left, right in self.sums]
        given = {
            "constraints": LinearConstraint(rows, sums, sums), "bounds": Bounds(np.array(self.low), np.array(self.high)),
            "integrality": np.ones(len(self.low)),
        }  # fmt: skip
        least, most = milp(goal, **given), milp(-goal, **given)
        assert least.success, (cell, least.message)
        return least.fun, np.inf if most.fun is None else -most.fun

    def recovered(self) -> list[Cell]:
        return [cell for cell in self.hidden if self.reach(cell)[0] == self.reach(cell)[1]]


def quarters() -> Iterator[Quarter]:
    chance = random.Random(SEED)
    for _number in range(QUARTERS):
        yield Quarter(chance)


def test_no_hidden_number_of_any_published_table_can_be_found() -> None:
    attacks = [Attack(quarter) for quarter in quarters()]
    assert sum(len(attack.hidden) for attack in attacks) > 200  # there is something to find
    assert [attack.recovered() for attack in attacks] == [[]] * QUARTERS


def test_without_the_complementary_step_some_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = publishing.hidden
    monkeypatch.setattr(publishing, "hidden", lambda table, **_more: plain(table, complementary=False))
    assert sum(len(Attack(quarter).recovered()) for quarter in quarters()) > 10


def test_a_year_adds_nothing_to_its_quarters() -> None:
    """Each number of a year is a sum of numbers that its quarters show."""
    four = [quarter for quarter, _number in zip(quarters(), range(4), strict=False)]
    year = Run(definition="annual", version=1, year=2026, quarter=None, figures=four[0].figures)
    for code, lines in shown.year_of(year, [one.published for one in four]).items():
        for line in lines:
            same = [next((x for x in one.published.get(code, []) if x.key == line.key), None) for one in four]
            numbers = [one.part if one else None for one in same]
            assert line.part == (None if None in numbers else sum(n for n in numbers if n is not None)), (
                code,
                line.key,
            )
    assert all(line.part is None for lines in shown.year_of(year, [four[0].published, {}]).values() for line in lines)
