"""The pages in their order and what an answer still needs, as the data of the version says."""

from typing import Any

import pytest

from screening import sections
from tests.screening.shipped import INSTRUMENT, altered


def indicator(code: str) -> Any:
    return INSTRUMENT.indicators[code]


def test_the_signs_of_exploitation_itself_come_first() -> None:
    order = sections.order(INSTRUMENT)
    assert order[:3] == ["XS", "XL", "MH"]
    assert sorted(order) == sorted(domain.code for domain in INSTRUMENT.domains)


def test_after_the_first_pages_and_after_the_last_comes_the_list() -> None:
    order = sections.order(INSTRUMENT)
    assert [code for code in order if sections.following(INSTRUMENT, code) is None] == ["XL", order[-1]]


def test_a_version_that_calls_its_pages_otherwise_has_them_in_order_too() -> None:
    def call_otherwise(whole: dict[str, Any]) -> None:
        plain = whole["instrument"]
        for part in [*plain["domains"], *plain["indicators"]]:
            part["code"] = part["code"].replace("XS", "SX")

    assert sections.order(altered(call_otherwise))[0] == "SX"


@pytest.mark.parametrize(
    ("code", "entry", "missing"),
    [
        ("MH1", {}, ("answer",)),
        ("MH1", {"answer": "none"}, ()),
        ("MH1", {"answer": "possible"}, ("source",)),
        ("MH1", {"answer": "clear"}, ("source", "note")),
        ("MH1", {"answer": "clear", "sources": ["a"], "note": "Three dates in the record."}, ()),
        ("MH3", {"answer": "clear", "sources": ["a"]}, ()),
        ("HP5", {}, ()),
    ],
)
def test_what_an_answer_needs_is_what_the_data_says(code: str, entry: dict[str, Any], missing: tuple[str, ...]) -> None:
    assert sections.lacks(INSTRUMENT, indicator(code), entry) == missing


def test_a_version_that_asks_for_less_gets_less() -> None:
    def ask_for_less(whole: dict[str, Any]) -> None:
        whole["instrument"]["per_answer"] = {
            "source_required": ["clear"],
            "note_required": {"tiers": ["determinative"], "answers": ["clear"]},
        }

    other = altered(ask_for_less)
    assert sections.lacks(other, indicator("MH1"), {"answer": "possible"}) == ()
    assert sections.lacks(other, indicator("MH1"), {"answer": "clear", "sources": ["a"]}) == ()
