"""What has changed between two screenings, as a table; and the page that says it."""

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from screening.difference import KINDS, Side, between

ASKED = ("A", "B", "C")


class Case(NamedTuple):
    name: str
    before: Mapping[str, str]
    after: Mapping[str, str]
    changes: Mapping[str, str]  # code -> kind
    levels: tuple[str, str] = ("2", "2")
    rules: tuple[tuple[str, ...], tuple[str, ...]] = (("R8",), ("R8",))
    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


CASES = (
    Case("nothing", {"A": "clear", "B": "none"}, {"A": "clear", "B": "none"}, {}),
    Case("no sign becomes possible", {"A": "none"}, {"A": "possible"}, {"A": "appeared"}),
    Case("no sign becomes clear", {"A": "none"}, {"A": "clear"}, {"A": "appeared"}),
    Case("what was not known turns out a sign", {"A": "unknown"}, {"A": "clear"}, {"A": "appeared"}),
    Case("what nobody answered turns out a sign", {}, {"A": "possible"}, {"A": "appeared"}),
    Case("possible becomes clear", {"A": "possible"}, {"A": "clear"}, {"A": "stronger"}),
    Case("clear becomes possible", {"A": "clear"}, {"A": "possible"}, {"A": "weaker"}),
    Case("a sign is none any more", {"A": "clear"}, {"A": "none"}, {"A": "gone"}),
    Case("what was not known is known, and is no sign", {"A": "unknown"}, {"A": "none"}, {"A": "now_known"}),
    Case("a sign of which nobody knows now is not gone", {"A": "clear"}, {"A": "unknown"}, {"A": "now_not_known"}),
    Case("no sign, of which nobody knows now", {"A": "none"}, {}, {"A": "now_not_known"}),
    Case("unanswered is not known, then and now", {}, {"A": "unknown"}, {}),
    Case(
        "several at once, each for itself",
        {"A": "none", "B": "clear", "C": "unknown"},
        {"A": "clear", "B": "none", "C": "none"},
        {"A": "appeared", "B": "gone", "C": "now_known"},
    ),
    Case(
        "the level rises with a rule that is new",
        {"A": "none"}, {"A": "clear"}, {"A": "appeared"}, ("1", "3"), (("R9",), ("R5",)), ("R5",), ("R9",),
    ),
    Case(
        "the level falls, and one rule of two goes",
        {"A": "clear"}, {"A": "none"}, {"A": "gone"}, ("4", "2"), (("R1", "R8"), ("R8",)), (), ("R1",),
    ),
    Case("a raise alone changes the level and no answer", {}, {}, {}, ("2", "4")),
    Case("what is not asked any more is not compared", {"Z": "clear"}, {}, {}),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_difference_is_right(case: Case) -> None:
    before = Side((*ASKED, "Z"), case.before, case.levels[0], case.rules[0])
    found = between(before, Side(ASKED, case.after, case.levels[1], case.rules[1]))
    assert {one.code: kind for kind, changes in found.changes.items() for one in changes} == dict(case.changes)
    assert (found.level, found.rules_new, found.rules_gone) == (case.levels, case.new, case.gone)
    assert found.is_none is not bool(case.changes or case.new or case.gone or case.levels[0] != case.levels[1])


def test_nothing_is_said_to_have_changed_only_where_nothing_has() -> None:
    same = Side(ASKED, {"A": "clear"}, "2", ("R8",))
    assert between(same, same).is_none
    assert not between(same, same._replace(level="3")).is_none
    assert not between(same, same._replace(rules=("R5",))).is_none
    assert not between(same, same._replace(answers={})).is_none


def test_turned_around_the_difference_is_the_opposite() -> None:
    opposite = {"appeared": "gone", "stronger": "weaker", "weaker": "stronger", "gone": "appeared"}
    for was in ("none", "possible", "clear"):
        for now in ("none", "possible", "clear"):
            one, other = Side("A", {"A": was}, "2", ()), Side("A", {"A": now}, "2", ())
            there, back = (list(found.changes) for found in (between(one, other), between(other, one)))
            assert back == [opposite[kind] for kind in there]


def test_a_question_that_the_version_before_did_not_ask_is_said_to_be_new() -> None:
    found = between(Side("A", {}, "2", ()), Side("AB", {"B": "clear"}, "2", ()))
    assert [change.is_new_question for change in found.changes["appeared"]] == [True]


def test_what_appeared_is_read_first() -> None:
    found = between(Side(ASKED, {"A": "none"}, "2", ()), Side(ASKED, {"C": "clear", "B": "none"}, "2", ()))
    assert list(found.changes) == [kind for kind in KINDS if kind in ("appeared", "now_known", "now_not_known")]
