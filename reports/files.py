"""The figures as a file: CSV, XLSX with numbers as numbers, and a tagged PDF. All three say the same."""

import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from paper.documents import Document, Part, Row
from paper.typeset import pdf
from referrals.sheets import as_csv, neutral
from reports.models import Export
from reports.sections import Row as Figure
from reports.sections import Section

TYPES: dict[str, str] = {
    Export.Format.CSV: "text/csv",
    Export.Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Format.PDF: "application/pdf",
}
Cell = str | int
Line = Sequence[Cell]


def lines_of(sections: Iterable[Section]) -> list[Line]:
    """A heading, then a line for each line of each measure."""
    heads: list[Line] = [[_("Measure"), _("Line"), _("Number"), _("Of"), _("Value"), _("Ninetieth percentile")]]
    return heads + [
        [str(one.measure.label), str(row.label), typed(row.part), typed(row.whole), row.value, row.ninetieth]
        for one in sections
        for row in one.rows
    ]


def typed(words: str) -> Cell:
    plain = words.replace(",", "")
    return int(plain) if plain.isdecimal() else words


def csv_of(lines: Iterable[Line]) -> bytes:
    return as_csv([str(cell) for cell in line] for line in lines).encode()


def xlsx_of(lines: Iterable[Line]) -> bytes:
    """A cell that a spreadsheet would reckon is words."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Figures"))
    for line in lines:
        sheet.append([WriteOnlyCell(sheet, neutral(cell) if isinstance(cell, str) else cell) for cell in line])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def pdf_of(title: str, sections: Iterable[Section], words: Sequence[str]) -> bytes:
    parts = [
        Part(one.measure.label, [Row(row.label, value_of(row)) for row in one.rows], [one.sentence]) for one in sections
    ]
    return pdf(Document(title, parts, words=words))


def value_of(row: Figure) -> str:
    of = _("%(part)s of %(whole)s") % {"part": row.part, "whole": row.whole}
    return "; ".join(filter(None, [row.value if row.value != row.part else "", of, row.ninetieth]))


def response(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
