"""The rules of the templates that a machine can hold; an exception is a line here, with its reason."""

import re

from tests.sources import TEMPLATES, without_exceptions

TEMPLATE = 120  # lines
LONG_TEMPLATES: dict[str, str] = {}
COMPONENT = re.compile(r"{%\s*include\s+[\"']components/[^%]*%}")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
FIELD = re.compile(r"<(input|select|textarea)\b", re.IGNORECASE)
DRAWS_FIELDS = ("templates/uswds/", "templates/django/")
FIELDS_BY_HAND = {
    "templates/dmst/kept.html": "gives back, hidden, whatever fields a form of any page had sent",
}


def test_a_template_is_one_hundred_and_twenty_lines_at_most() -> None:
    found = {path for path, text in TEMPLATES.items() if text.count("\n") > TEMPLATE}
    assert without_exceptions(found, LONG_TEMPLATES) == []


def test_a_component_sees_only_what_it_is_given() -> None:
    found = [
        f"{path}: {tag}"
        for path, text in TEMPLATES.items()
        for tag in COMPONENT.findall(text)
        if not re.search(r"\bonly\s*%}", tag)
    ]
    assert found == []


def test_no_script_or_style_stands_in_a_page() -> None:
    assert [path for path, text in TEMPLATES.items() if INLINE.search(text)] == []


def test_no_field_is_written_by_hand() -> None:
    found = {path for path, text in TEMPLATES.items() if FIELD.search(text) and not path.startswith(DRAWS_FIELDS)}
    assert without_exceptions(found, FIELDS_BY_HAND) == []
