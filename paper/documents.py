"""A document in words alone: the same content becomes a PDF and a text to copy."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _


class Row(NamedTuple):
    label: Any
    value: Any = ""
    choices: Sequence[Any] = ()  # boxes to tick, on a sheet that is filled in by hand
    lines: int = 0  # to write on
    hint: Any = ""


class Part(NamedTuple):
    title: Any
    rows: Sequence[Row] = ()
    words: Sequence[Any] = ()  # paragraphs above the rows
    points: Sequence[Any] = ()  # a list, below them
    level: int = 2  # of its heading; the title of the document is 1
    new_page: bool = False


class Document(NamedTuple):
    title: Any
    parts: Sequence[Part]
    words: Sequence[Any] = ()  # under the title
    mark: Any = ""  # at the foot of each page
    size: str = "letter"  # or pocket, or large: a letter page in large type
    language: str = "en"
    has_page_numbers: bool = True

    def as_content(self) -> dict[str, Any]:
        """What the template reads: lists, strings and numbers."""
        return {
            "title": str(self.title),
            "words": [str(one) for one in self.words],
            "mark": str(self.mark),
            "size": self.size,
            "language": self.language,
            "page": _("Page %(page)s of %(total)s") % {"page": "{page}", "total": "{total}"}
            if self.has_page_numbers
            else "",
            "parts": [part_content(part) for part in self.parts],
        }


def part_content(part: Part) -> dict[str, Any]:
    return {
        "title": str(part.title),
        "level": part.level,
        "new_page": part.new_page,
        "words": [str(one) for one in part.words],
        "points": [str(one) for one in part.points],
        "rows": [row_content(row) for row in part.rows],
    }


def row_content(row: Row) -> dict[str, Any]:
    return {
        "label": str(row.label),
        "value": str(row.value),
        "choices": [str(one) for one in row.choices],
        "lines": row.lines,
        "hint": str(row.hint),
    }


def as_text(parts: Iterable[Part]) -> str:
    """To paste elsewhere: a line for each row, an empty one between parts."""
    return "\n\n".join(text_of(part) for part in parts)


def text_of(part: Part) -> str:
    rows = [f"{row.label}: {row.value}" for row in part.rows]
    return "\n".join(str(one) for one in (str(part.title).upper(), *part.words, *part.points, *rows))
