"""Typesetting: typed text is never markup, every document is tagged, and nothing is left on the disk."""

from pathlib import Path

import pytest

from paper import typeset
from paper.documents import Document, Part, Row, as_text
from tests.paper.reading import is_accessible, pages, reader, tags, words

MARKUP = '#panic("no") $x$ *bold* _slanted_ <label> @reference // remark \\ #sys.inputs "quoted" `code` = heading'


def document(value: str, **more: object) -> Document:
    return Document("A title", [Part("A part", [Row("A label", value)], ["Some words."])], mark="HR-1", **more)  # type: ignore[arg-type]


def test_what_was_typed_is_set_as_it_was_typed() -> None:
    assert MARKUP in words(typeset.pdf(document(MARKUP)))


def test_accents_and_line_breaks_are_kept() -> None:
    made = pages(typeset.pdf(document("José Peña\nsecond line")))[0]
    assert "José Peña" in made
    assert "second line" in made


def test_a_document_is_tagged_with_its_headings_and_says_so() -> None:
    made = typeset.pdf(document("A value"))
    assert is_accessible(made)
    assert [tag for tag in tags(made) if tag.startswith("/H")] == ["/H1", "/H2"]
    assert reader(made).metadata.title == "A title"  # type: ignore[union-attr]


def test_every_page_says_whose_it_is_and_which_of_how_many() -> None:
    found = pages(typeset.pdf(document("Many words. " * 2_000)))
    assert len(found) > 2
    for number, page in enumerate(found, start=1):
        assert "HR-1" in page
        assert f"Page {number} of {len(found)}" in page


def test_a_word_without_an_end_stays_on_the_page() -> None:
    made = typeset.pdf(document("x" * 500))
    assert "x" * 500 in words(made).replace(" ", "")


@pytest.mark.parametrize("size", ["letter", "pocket"])
def test_both_sizes_can_be_made(size: str) -> None:
    page = reader(typeset.pdf(document("A value", size=size))).pages[0]
    assert (page.mediabox.width, page.mediabox.height) == {"letter": (612, 792), "pocket": (306, 396)}[size]


def test_nothing_is_written_to_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    typeset.pdf(document("A value"))
    assert list(tmp_path.iterdir()) == []


def test_the_same_content_is_text_to_copy() -> None:
    assert as_text(document("A value").parts) == "A PART\nSome words.\nA label: A value"
