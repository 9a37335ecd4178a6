"""Bars as numbers: how long each is, of a hundred, and what stands at its end. The template draws them (SVG)."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from duties import words as times
from reports.lines import Words
from reports.measures import Kind
from reports.shown import Shown

ROW = 44  # pixels from one line to the next: its name above, its bars below
WHOLE = 100
MOST = 15  # lines that are drawn; the table has them all


class Bar(NamedTuple):
    label: Words
    y: int
    length: float | None  # of a hundred; None where it is not shown
    words: str
    before: float | None
    before_words: str


class Chart(NamedTuple):
    bars: list[Bar]
    height: int
    has_before: bool
    is_cut: bool


def chart(kind: Kind, lines: Sequence[Shown], before: Sequence[Shown]) -> Chart | None:
    """Of the lines that hold anything, now or before. None where there is nothing to draw."""
    earlier = {line.key: line for line in before}
    there = [line for line in lines if has_anything(line) or has_anything(earlier.get(line.key))]
    longest = max((size(kind, one) or 0 for one in (*there, *before)), default=0)
    longest = WHOLE if kind == Kind.SHARE else longest
    if not there or not longest:
        return None
    bars = [
        Bar(
            line.label, number * ROW, scaled(kind, line, longest), words(kind, line),
            scaled(kind, earlier.get(line.key), longest), words(kind, earlier[line.key]) if line.key in earlier else "",
        )
        for number, line in enumerate(there[:MOST])
    ]  # fmt: skip
    return Chart(bars, len(bars) * ROW, any(bar.before is not None for bar in bars), len(there) > MOST)


def has_anything(line: Shown | None) -> bool:
    return line is not None and (line.part is None or bool(line.part or line.whole))


def size(kind: Kind, line: Shown) -> float | None:
    if kind == Kind.TIME:
        return line.median.total_seconds() if line.median is not None else None
    return line.share if kind == Kind.SHARE else line.part


def scaled(kind: Kind, line: Shown | None, longest: float) -> float | None:
    value = size(kind, line) if line else None
    return None if value is None else round(WHOLE * value / longest, 1)


def words(kind: Kind, line: Shown) -> str:
    """The number at the end of a bar, and in the table."""
    if kind == Kind.TIME:
        return _("none yet") if line.part == 0 else times.length(line.median) if line.median is not None else hidden()
    if line.part is None:
        return hidden()
    if kind == Kind.COUNT:
        return f"{line.part:,}"
    return _("none") if line.share is None else f"{line.share:.0f}%"


def hidden() -> str:
    return _("not shown")
