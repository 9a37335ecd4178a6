"""The rules of the templates that a machine can hold; an exception is a line here, with its reason."""

import re

import pytest

from tests.sources import TEMPLATES, without_exceptions

TEMPLATE = 120  # lines
LONG_TEMPLATES: dict[str, str] = {}
COMPONENT = re.compile(r"{%\s*include\s+[\"']components/[^%]*%}")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
FIELD = re.compile(r"<(input|select|textarea)\b", re.IGNORECASE)
DRAWS_FIELDS = ("templates/uswds/", "templates/django/")
FIELDS_BY_HAND = {
    "templates/referrals/inbox_table.html": "the boxes of a table's rows belong to the form that stands above it",
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


INCLUDED = re.compile(r"{%\s*include\s+\"([^\"]+)\"([^%]*)%}")


def without_the_token(templates: dict[str, str]) -> list[str]:
    """Includes that give a template with a form in it, however deep, no token: the form would be refused."""
    sending = {path for path, text in templates.items() if "{% csrf_token %}" in text}
    found: list[str] = []
    while True:
        passed_on = {
            path: [(f"templates/{name}", given) for name, given in INCLUDED.findall(text)]
            for path, text in templates.items()
        }
        asking = {path for path, parts in passed_on.items() if any(name in sending for name, _ in parts)}
        found = [
            f"{path}: {name}"
            for path, parts in passed_on.items()
            for name, given in parts
            if name in sending and " only" in given and "csrf_token=csrf_token" not in given
        ]
        if asking <= sending:
            return found
        sending |= asking


def test_a_form_in_a_part_of_a_page_is_given_the_token() -> None:
    assert without_the_token(TEMPLATES) == []


def test_a_form_without_the_token_is_found_however_deep() -> None:
    parts = {
        "templates/page.html": '{% include "rows.html" with rows=rows only %}',
        "templates/rows.html": '{% include "form.html" with row=row csrf_token=csrf_token only %}',
        "templates/form.html": "{% csrf_token %}",
    }
    assert without_the_token(parts) == ["templates/page.html: templates/rows.html"]


# --- Every word can be translated ------------------------------------------------------------------------------

PRODUCT_NAME = "HART Screening &amp; Referral"
NOT_SPOKEN = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"  # given to gettext
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->"  # for us
    r"|{%.*?%}|{{.*?}}|&\w+;",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:aria-label|aria-description|alt|title|placeholder)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>", re.DOTALL)
CLASS_NAME = re.compile(r"^[a-z]+(-+[a-z_]+)+$")  # what a block gives to a class attribute
WORD = re.compile(r"[A-Za-z][\w-]+")


def untranslated(text: str) -> list[str]:
    ours = NOT_SPOKEN.sub(" ", text.replace(PRODUCT_NAME, " "))
    spoken = " ".join([*SPOKEN_ATTRIBUTE.findall(ours), TAG.sub(" ", ours)])
    return [word for word in WORD.findall(spoken) if not CLASS_NAME.match(word)]


def test_every_word_of_a_page_goes_through_gettext() -> None:
    found = {path: words for path, text in TEMPLATES.items() if (words := untranslated(text))}
    assert found == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Sign in</p>", ["Sign", "in"]),
        ('<a aria-label="Back" href="x">{{ name }}</a>', ["Back"]),
        ('<p class="usa-hint">{% translate "Sign in" %}</p>', []),
        ("{% blocktranslate %}Sign in, {{ name }}{% endblocktranslate %} &middot; 988", []),
        ("{% block page_class %}page--narrow{% endblock %}{# a remark #}", []),
    ],
)
def test_a_word_said_past_gettext_is_found(text: str, found: list[str]) -> None:
    assert untranslated(text) == found
