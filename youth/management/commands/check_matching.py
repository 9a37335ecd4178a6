"""Compare worked pairs of names and birth dates with the matching."""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError

from youth.likeness import Record, could_be_same

COLUMNS = ("case", "names_a", "birth_a", "names_b", "birth_b", "expected")
MATCH, NO = "match", "no"


class Pair(NamedTuple):
    case: str
    one: Record
    other: Record
    expected: bool


class Command(BaseCommand):
    help = "Print each pair on which the matching disagrees, recall and precision; exits 1 on a disagreement."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help=f"CSV with the columns {', '.join(COLUMNS)}; names separated by ;")

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = read(Path(options["file"]))
        matched = {pair.case: could_be_same(pair.one, pair.other) for pair in pairs}
        wrong = [pair for pair in pairs if matched[pair.case] != pair.expected]
        for pair in wrong:
            said = MATCH if matched[pair.case] else NO
            self.stdout.write(f"{pair.case}: {said}, expected {MATCH if pair.expected else NO}")
        hits = sum(1 for pair in pairs if pair.expected and matched[pair.case])
        self.stdout.write(f"recall {share(hits, sum(pair.expected for pair in pairs))}")
        self.stdout.write(f"precision {share(hits, sum(matched.values()))}")
        self.stdout.write(f"{len(pairs) - len(wrong)} of {len(pairs)} pairs agree")
        if wrong:
            raise CommandError(f"{len(wrong)} of {len(pairs)} pairs disagree")


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none to measure"


def read(path: Path) -> list[Pair]:
    """Raises CommandError, with the line, for a file that cannot be read as pairs."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            rows = csv.DictReader(lines)
            if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
                raise CommandError(f"{path.name}: the column {missing[0]} is missing")
            return [pair_of(row, f"{path.name}, line {rows.line_num}") for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: cannot be read") from error


def pair_of(row: dict[str, str], place: str) -> Pair:
    expected = (row["expected"] or "").strip()
    if expected not in (MATCH, NO):
        raise CommandError(f"{place}: expected is {expected!r}; it must be {MATCH} or {NO}")
    return Pair(
        f"{row['case']} ({place})",
        side(row["names_a"], row["birth_a"], place),
        side(row["names_b"], row["birth_b"], place),
        expected == MATCH,
    )


def side(names: str, birth: str, place: str) -> Record:
    try:
        return Record.read((names or "").split(";"), birth or "")
    except ValueError:
        raise CommandError(
            f"{place}: {birth!r} is no birth date; it must be 2010-03-04, 2010-03, 2010 or empty"
        ) from None
