"""The table of moves holds together, and the page made from it is fresh."""

from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from accounts.permissions import GRANTS
from referrals import forms, urgency, workflow
from referrals.pages import receipt
from referrals.services import moves
from referrals.workflow import ENDED, MOVES, OPEN, OWNER, Owner, Status


def test_every_status_has_one_owner() -> None:
    assert set(OWNER) == set(Status)
    assert set(ENDED) | set(OPEN) == set(Status)


def test_what_has_ended_is_left_only_by_opening_it_again_and_an_error_by_nothing() -> None:
    left = {(move.name, source) for move in MOVES.values() for source in move.sources if source in ENDED}
    assert left == {("reopen", Status.CLOSED), ("reopen", Status.NOT_ACCEPTED)}


def test_every_status_is_reached_by_a_move_but_what_two_people_decide() -> None:
    assert {move.target for move in MOVES.values()} == set(Status) - {Status.VOID}


def test_the_turn_is_with_the_people_who_may_move() -> None:
    for status in OPEN:
        may = {move.permission for move in workflow.moves_from(status)}
        assert may, status
        if OWNER[status] is Owner.WORKER:
            assert any(permission in GRANTS["caseworker"] for permission in may)


@pytest.mark.parametrize("name", MOVES)
def test_every_move_has_its_effect_its_words_and_its_form(name: str) -> None:
    assert name in moves.EFFECTS
    assert name in receipt.STEPS
    assert MOVES[name].needs_choice == (name in moves.CHOICES)
    assert MOVES[name].needs_words == (name in forms.MoveForm.LABELS)


def test_the_diagram_names_every_move_and_status() -> None:
    text = workflow.document()
    for move in MOVES.values():
        for source in move.sources:
            assert f"    {source.value} --> {move.target.value}: {move.name}\n" in text


def test_the_page_in_the_docs_is_fresh() -> None:
    call_command("workflow_docs", "--check")


def test_a_stale_page_fails_the_check(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="stale"):
        call_command("workflow_docs", "--check")
    call_command("workflow_docs")
    call_command("workflow_docs", "--check")
    assert (tmp_path / "docs" / "workflow.md").read_text().count("-->") == sum(
        len(move.sources) for move in MOVES.values()
    ) + 2 + len(ENDED)


def test_priority_puts_the_level_first_and_each_flag_before_all_that_follow_it() -> None:
    none = dict.fromkeys(urgency.FLAGS, False)
    ordered = [
        urgency.priority("1", **dict.fromkeys(urgency.FLAGS, True)),
        urgency.priority("2", **none),
        urgency.priority("2", **none | {"caregiver_implicated": True}),
        urgency.priority("2", **none | {"under_13": True}),
        urgency.priority("2", **none | {"under_13": True, "caregiver_implicated": True}),
        urgency.priority("2", **none | {"missing_now": True}),
        urgency.priority("2", **none | {"not_safe_tonight": True}),
        urgency.priority("3", **none),
        urgency.priority("4", **none),
    ]
    assert all(earlier < later for earlier, later in pairwise(ordered))
    assert urgency.priority("", **none) == urgency.priority("4", **none)
    assert urgency.priority("U", **none) == urgency.priority("2", **none)


@pytest.mark.parametrize(
    ("one", "other", "higher"),
    [
        ("3", "4", "4"),
        ("4", "3", "4"),
        ("", "3", "3"),
        ("2", "", "2"),
        ("U", "2", "2"),
        ("2", "U", "2"),
        ("1", "U", "U"),
        ("", "", ""),
    ],
)
def test_levels_only_rise(one: str, other: str, higher: str) -> None:
    assert urgency.higher(one, other) == higher
