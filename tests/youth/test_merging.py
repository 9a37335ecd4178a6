"""Whose words are kept when two people correct one profile."""

from typing import Any

import pytest

from youth import merging

BEFORE = {
    "language": "Invented",
    "birth_known": "known",
    "birth_date": "2011-03-09",
    "race": ["black"],
    "aliases": "",
}


@pytest.mark.parametrize(
    ("mine", "theirs", "touched", "disputed"),
    [
        ({}, {}, [], []),
        ({"language": "Mine"}, {}, ["language"], []),
        ({}, {"language": "Theirs"}, [], []),
        ({"language": "Mine"}, {"aliases": "Theirs"}, ["language"], []),
        ({"language": "Mine"}, {"language": "Theirs"}, ["language"], ["language"]),
        ({"language": "Same"}, {"language": "Same"}, ["language"], []),
        ({"race": []}, {"race": ["white"]}, ["race"], ["race"]),
        (
            {"birth_date": "2012-01-01"},
            {"birth_known": "estimated"},
            ["birth_known", "birth_date"],
            ["birth_known", "birth_date"],
        ),
    ],
)
def test_what_only_one_touched_is_taken(mine: Any, theirs: Any, touched: list[str], disputed: list[str]) -> None:
    values = {**BEFORE, "race_source": "", "ethnicity": ""}
    seen = merging.unpack(merging.pack(1, values))
    merged = merging.merge(seen, typed={**values, **mine}, kept={**values, **theirs})
    touched = ["race_source", "race", "ethnicity"] if touched == ["race"] else touched
    assert (sorted(merged.touched), sorted(merged.disputed)) == (sorted(touched), sorted(disputed))


def test_a_page_remembers_how_often_the_profile_had_been_saved() -> None:
    assert merging.unpack(merging.pack(7, {"language": ""})).saves == 7


def test_a_fingerprint_holds_no_words() -> None:
    assert "Invented" not in merging.pack(1, {"language": "Invented"})
