"""Worked cases in a CSV file: who, what was answered, and the level that people expect. No Django."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screening.instrument import Fault, Instrument
from screening.instrument_shape import ANSWERS, LEVELS
from screening.scoring import score

MOST_FAULTS = 20  # a wrong file is wrong everywhere: more lines would say nothing more


class CasesError(ValueError):
    """Why the file cannot be read, a fault to a line."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        left = len(faults) - MOST_FAULTS
        shown = [*map(str, faults[:MOST_FAULTS]), *([f"and {left} more"] if left > 0 else [])]
        super().__init__("\n".join(shown))


@dataclass(frozen=True)
class Case:
    name: str
    answers: dict[str, str]
    gates: dict[str, str]
    expected: str


@dataclass(frozen=True)
class Disagreement:
    case: Case
    level: str

    def __str__(self) -> str:
        return f"case {self.case.name}: expected {self.case.expected}, the instrument says {self.level}"


def disagreements(instrument: Instrument, cases: Sequence[Case]) -> list[Disagreement]:
    levels = ((case, score(instrument, case.answers, case.gates).level) for case in cases)
    return [Disagreement(case, level) for case, level in levels if level != case.expected]


def read_cases(text: str, instrument: Instrument, *, file: str) -> list[Case]:
    """Raises CasesError with every fault, each with its line."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), restkey="", restval=None)
    allowed = _columns(instrument)
    try:
        faults = [Fault(file, 1, reason) for reason in _header_faults(list(reader.fieldnames or []), list(allowed))]
        if faults:
            raise CasesError(faults)
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise CasesError([Fault(file, reader.line_num, f"this is not CSV: {error}")]) from error
    faults = [Fault(file, line, reason) for line, row in rows for reason in _row_faults(row, allowed)]
    faults += [Fault(file, line, f"case {row['case']} is there twice") for line, row in _repeated(rows)]
    if faults or not rows:
        raise CasesError(sorted(faults, key=lambda fault: fault.line) or [Fault(file, 2, "there is no case")])
    return [_case(row, instrument) for _, row in rows]


def _columns(instrument: Instrument) -> dict[str, tuple[str, ...]]:
    """Each column, and the values its cells may have; none named means any text."""
    answers = dict.fromkeys(instrument.scored, ANSWERS)
    ages, before_18 = instrument.gate("G1").values, instrument.gate("G2").values
    return {"case": (), "age": ages, "before_18": ("", *before_18), **answers, "expected": LEVELS}


def _header_faults(header: list[str], wanted: list[str]) -> Iterator[str]:
    if not header:
        yield "the file is empty: the first line must name the columns"
        return
    if missing := [column for column in wanted if column not in header]:
        yield f"these columns are missing: {', '.join(missing)}"
    if unknown := [column for column in header if column not in wanted]:
        yield f"these columns belong to no scored indicator: {', '.join(unknown)}"
    if doubled := [column for column, times in Counter(header).items() if times > 1]:
        yield f"these columns are there twice: {', '.join(doubled)}"


def _row_faults(row: dict[str, str], allowed: dict[str, tuple[str, ...]]) -> Iterator[str]:
    if "" in row:
        yield f"case {row['case']} has more cells than there are columns"
    for column, values in allowed.items():
        cell = row[column]
        if cell is None:
            yield f"case {row['case']} ends before the column {column}"
            return
        if (values and cell not in values) or (not values and not cell.strip()):
            yield f"case {row['case']}: {column}: {cell or 'empty'} is not one of {', '.join(filter(None, values))}"


def _repeated(rows: list[tuple[int, dict[str, str]]]) -> Iterator[tuple[int, dict[str, str]]]:
    seen: set[str] = set()
    for line, row in rows:
        if row["case"] in seen:
            yield line, row
        seen.add(row["case"])


def _case(row: dict[str, str], instrument: Instrument) -> Case:
    gates = {"G1": row["age"], "G2": row["before_18"]}
    return Case(row["case"], {code: row[code] for code in instrument.scored}, gates, row["expected"])
