"""A spreadsheet as lines of text, and lines of text as a spreadsheet. It knows nothing of cases (no Django)."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

ZIP = b"PK\x03\x04"  # an XLSX file is one
LARGEST_UNPACKED = 64_000_000  # bytes: a small file that unpacks to more than that is no list of referrals
DELIMITERS = ",;\t"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would reckon what begins with one of these


class Unreadable(Exception):
    """Neither CSV nor XLSX, or damaged."""


def lines_of(content: bytes, *, most: int) -> list[list[str]]:
    """The first ``most`` lines that hold anything, the headings first; a date is ISO 8601, a formula begins with =.

    Raises Unreadable.
    """
    lines = of_workbook(content) if content.startswith(ZIP) else of_csv(content)
    return list(islice((line for line in lines if any(line)), most))


def of_csv(content: bytes) -> Iterator[list[str]]:
    if b"\x00" in content:
        raise Unreadable
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what older spreadsheets write on Windows
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [typed(cell.strip()) for cell in line]
    except csv.Error as error:
        raise Unreadable from error


def typed(cell: str) -> str:
    """The apostrophe that keeps a spreadsheet from reckoning is not part of the words."""
    if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS[1:]):
        return cell[1:]
    return cell


def of_workbook(content: bytes) -> Iterator[list[str]]:
    """Of the first sheet. Read as it comes, cell by cell."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise Unreadable
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for cells in book.worksheets[0].iter_rows():
            yield [cell_words(cell.value, is_formula=cell.data_type == "f") for cell in cells]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError) as error:
        raise Unreadable from error


def cell_words(value: Any, *, is_formula: bool) -> str:
    if value is None:
        return ""
    if is_formula:
        return f"={value}".replace("==", "=", 1)  # what it comes to is not in the file, or not to be trusted
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def as_csv(lines: Iterable[Sequence[str]]) -> str:
    """To be opened by a spreadsheet: nothing in it is reckoned."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows([neutral(cell) for cell in line] for line in lines)
    return "\ufeff" + written.getvalue()


def neutral(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell
