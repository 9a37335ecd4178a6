import csv
import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duties import business
from duties.clocks import CLOCKS, Span, due_at

COLUMNS = ["case", "clock", "started_at", "pauses", "due_at"]


class Command(BaseCommand):
    help = "Compares worked cases (usual hours) in a CSV file with what the clocks say; exits 1 on any disagreement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=f"columns {', '.join(COLUMNS)}; times are ISO 8601 with offset")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = _rows(options["file"])
        wrong = [line for row in rows if (line := _disagreement(row))]
        for line in wrong:
            self.stdout.write(line)
        self.stdout.write(f"{len(rows) - len(wrong)} of {len(rows)} agree")
        if wrong:
            raise CommandError(f"{len(wrong)} disagree", returncode=1)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if list(reader.fieldnames or []) != COLUMNS:
                raise CommandError(f"{path}: the header must be {','.join(COLUMNS)}")
            return list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CommandError(f"{path}: {error}") from error


def _disagreement(row: dict[str, str]) -> str:
    try:
        expected = _moment(row["due_at"])
        pauses = [_span(span) for span in row["pauses"].split(";") if span]
        due = due_at(CLOCKS[row["clock"]], _moment(row["started_at"]), pauses, business.standard())
    except KeyError as error:
        return f"case {row['case']}: no clock is called {error}"
    except (TypeError, ValueError, AttributeError) as error:
        return f"case {row['case']}: cannot be read: {error}"
    # In UTC: two zones never agree about the hour that comes twice (PEP 495).
    return (
        ""
        if due.astimezone(dt.UTC) == expected.astimezone(dt.UTC)
        else f"case {row['case']}: expected {row['due_at']}, the clock says {due.isoformat()}"
    )


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return moment


def _span(text: str) -> Span:
    begins, ends = text.split("/")
    return _moment(begins), _moment(ends)
