"""Who hears of a clock that nobody stops, and when: a pure function over a table (no Django)."""

import csv
import datetime as dt
import enum
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


class To(enum.Enum):
    """Whom a rung reaches; whoever is not there is passed over, upwards."""

    OWNER = "owner"
    BACKUP = "backup"
    LEAD = "lead"
    DEPUTY = "deputy"


@dataclass(frozen=True)
class Rung:
    """So many percent of the time that was given, but no less and no more than these; negative is before the limit."""

    number: int
    to: To
    percent: int
    least: dt.timedelta
    most: dt.timedelta

    @property
    def is_warning(self) -> bool:
        return self.percent < 0

    def at(self, started_at: dt.datetime, due_at: dt.datetime) -> dt.datetime:
        away = min(max((due_at - started_at) * abs(self.percent) / 100, self.least), self.most)
        return due_at - away if self.is_warning else due_at + away


def load(text: str) -> tuple[Rung, ...]:
    """Raises ValueError for a line that cannot be read, or a rung that stands below the one before it."""
    rungs: list[Rung] = []
    for number, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        try:
            least, most = (dt.timedelta(minutes=int(row[name])) for name in ("least_minutes", "most_minutes"))
            rung = Rung(int(row["rung"]), To(row["to"]), int(row["percent"]), least, most)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"ladder, line {number}: {error}") from error
        before = rungs[-1] if rungs else None
        if rung.number != len(rungs) + 1 or least > most or (before and rung.percent <= before.percent):
            raise ValueError(f"ladder, line {number}: not the next rung, or its bounds are the wrong way round")
        rungs.append(rung)
    return tuple(rungs)


LADDER = load((Path(__file__).parent / "ladder.csv").read_text(encoding="utf-8"))
TOP = LADDER[-1].number
EARLIEST = max(rung.most for rung in LADDER if rung.is_warning)  # before its limit no clock is heard of sooner


def reached(started_at: dt.datetime, due_at: dt.datetime, now: dt.datetime, climbed: int = 0) -> Sequence[Rung]:
    """The rungs above `climbed` whose moment has come, lowest first."""
    return [rung for rung in LADDER if rung.number > climbed and rung.at(started_at, due_at) <= now]
