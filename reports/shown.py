"""Figures as somebody may see them: exact within their own records, and published without small counts elsewhere."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from reports import publishing
from reports.lines import ALL, Line, Words
from reports.measures import BY_CODE, OTIP, Kind
from reports.models import Run
from reports.publishing import REST, Table

Figures = Mapping[str, Sequence[Mapping[str, Any]]]  # as a run keeps them


class Shown(NamedTuple):
    """A line; None where the number is not shown."""

    key: str
    label: Words
    part: int | None
    whole: int | None
    median: dt.timedelta | None = None
    ninetieth: dt.timedelta | None = None

    @property
    def share(self) -> float | None:
        """Of a hundred."""
        return 100 * self.part / self.whole if self.part is not None and self.whole else None


def exact(lines: Iterable[Line]) -> list[Shown]:
    return [Shown(one.key, one.label, one.part, one.whole, one.median, one.ninetieth) for one in lines]


def kept(figures: Figures) -> dict[str, list[Shown]]:
    """What a run counted, all of it: for whoever sees every record of it."""
    return {code: [of_kept(line) for line in lines] for code, lines in figures.items()}


def of_kept(line: Mapping[str, Any]) -> Shown:
    spans = (dt.timedelta(seconds=line[name]) if name in line else None for name in ("median", "ninetieth"))
    return Shown(line["key"], line["label"], line["part"], line["whole"], *spans)


def published(run: Run) -> dict[str, list[Shown]]:
    """Of a quarter what may be shown to everybody."""
    found: dict[str, list[Shown]] = {}
    for code, lines in kept(run.figures).items():
        if code in publishing.PARTITIONS or (code in publishing.BELOW and BY_CODE[code].kind == Kind.COUNT):
            found[code] = parts_shown(lines)
        elif code in publishing.SHARES or code in publishing.BELOW:
            found[code] = [share_shown(line) for line in lines if line.key == ALL]
        elif code in publishing.TIMES:
            found[code] = [time_shown(line) for line in lines if line.key == ALL]
    for code, (above, key) in publishing.BELOW.items():
        if code in found and not is_shown(found.get(above, []), key):
            found[code] = [hide(line) for line in found[code]]
    return found


def is_shown(lines: Sequence[Shown], key: str) -> bool:
    return any(line.key == key and line.part is not None for line in lines)


def hide(line: Shown) -> Shown:
    return Shown(line.key, line.label, None, None)


def parts_shown(lines: Sequence[Shown]) -> list[Shown]:
    table = Table(lines[0].whole or 0 if lines else 0, {line.key: line.part or 0 for line in lines})
    away = publishing.hidden(table)
    total = table.total if publishing.is_published(table) else None
    return [Shown(one.key, one.label, None if one.key in away else one.part, total) for one in lines]


def in_two(line: Shown) -> Table:
    part, whole = line.part or 0, line.whole or 0
    return Table(whole, {"part": part, REST: whole - part})


def share_shown(line: Shown) -> Shown:
    table = in_two(line)
    if not publishing.is_published(table):
        return hide(line)
    return Shown(line.key, line.label, None if publishing.hidden(table) else line.part, line.whole)


def time_shown(line: Shown) -> Shown:
    """A middle of ten or fewer would tell of single ones; how many are left out of it must not be few either."""
    return hide(line) if publishing.hidden(in_two(line)) or not line.part else line


def year_of(run: Run, quarters: Sequence[Mapping[str, Sequence[Shown]]]) -> dict[str, list[Shown]]:
    """Nothing of a quarter that was not published, so that a year gives no quarter away."""
    found: dict[str, list[Shown]] = {}
    for code, lines in kept(run.figures).items():
        if code in publishing.TIMES or code == OTIP.code:
            continue
        rows = [summed(line, code, quarters) for line in lines]
        found[code] = [row for row in rows if row.part is not None or row.whole is not None] or [
            hide(line) for line in lines[:1]
        ]
    return found


def summed(line: Shown, code: str, quarters: Sequence[Mapping[str, Sequence[Shown]]]) -> Shown:
    same = [next((one for one in quarter.get(code, []) if one.key == line.key), hide(line)) for quarter in quarters]
    return Shown(
        line.key, line.label, publishing.summed([one.part for one in same]),
        publishing.summed([one.whole for one in same]),
    )  # fmt: skip
