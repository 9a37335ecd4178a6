"""Every code of the trail and every event of a notice has words for the screen."""

import ast

from dashboards.words import DID, NEWS, THINGS
from referrals.workflow import MOVES
from tests.sources import PRODUCT

RECORDING = ("record", "_record")
TELLING = {"tell", "tell_of"}


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", "") or getattr(node.func, "id", "")


def constants(node: ast.Call) -> list[str]:
    return [str(one.value) for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def recorded() -> list[list[str]]:
    """The codes of each call that records: the action, and the kind of thing where it is said beside it."""
    calls = (node for source in PRODUCT for node in ast.walk(source.tree) if called(node) in RECORDING)
    return [found for node in calls if (found := constants(node)) and "." in found[0]]  # type: ignore[arg-type]


def told() -> set[str]:
    calls = (node for source in PRODUCT for node in ast.walk(source.tree) if called(node) in TELLING)
    return {word for node in calls for word in constants(node) if "." in word}  # type: ignore[arg-type]


def test_every_recorded_action_has_words() -> None:
    found = {codes[0] for codes in recorded()} | {move.event for move in MOVES.values()}
    assert len(found) > 30
    assert found - set(DID) == set()


def test_every_recorded_thing_has_words() -> None:
    assert {codes[1] for codes in recorded() if len(codes) > 1} - set(THINGS) == set()


def test_every_event_that_somebody_is_told_of_has_words() -> None:
    found = told() | {move.event for move in MOVES.values()}
    assert {"referral.send", "referral.join", "screening.raise"} <= found
    assert found - set(NEWS) == set()
