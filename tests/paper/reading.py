"""What a PDF says and how it is tagged, as a program that reads aloud would find it."""

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject


def reader(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in reader(made).pages]


def words(made: bytes) -> str:
    """All of it in one line: where a line breaks is no matter."""
    return " ".join(" ".join(pages(made)).replace("\u200b", "").split())


def tags(made: bytes) -> list[str]:
    root = reader(made).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    return list(tags_below(root["/StructTreeRoot"]))


def tags_below(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, DictionaryObject):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from tags_below(node["/K"])
    elif isinstance(node, list):
        for child in node:
            yield from tags_below(child)


def is_accessible(made: bytes) -> bool:
    """Declares PDF/UA-1, has a language, and shows its title rather than a file name."""
    root = reader(made).trailer["/Root"]
    declared = b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    return declared and bool(root["/Lang"]) and bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
