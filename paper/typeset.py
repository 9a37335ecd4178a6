"""A document into a tagged PDF (PDF/UA-1), in memory: no file is written, nothing is fetched.

The words reach the template as one JSON string beside it, so that nothing a person typed can be markup.
"""

import json
from functools import cache
from pathlib import Path
from typing import Final

import typst
from django.http import HttpResponse

from paper.documents import Document

SHEETS = Path(__file__).parent / "sheets"
ACCESSIBLE: Final = "ua-1"


@cache
def fonts() -> typst.Fonts:
    """Only those inside the package: a page looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(document: Document) -> bytes:
    return typst.compile(
        SHEETS / "document.typ",
        root=SHEETS,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=ACCESSIBLE,
        sys_inputs={"content": json.dumps(document.as_content())},
    )


def answer(document: Document, name: str) -> HttpResponse:
    """``name`` stands in the list of downloads: a reference at most."""
    response = HttpResponse(pdf(document), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
