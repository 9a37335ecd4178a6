"""What has changed between one screening and the one before it. A pure function; no Django."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from screening.instrument_shape import SIGNS

UNKNOWN, NONE = "unknown", "none"
# Every question stands in one of these, or has not changed; in the order in which they are read.
KINDS = ("appeared", "stronger", "weaker", "gone", "now_known", "now_not_known")


class Side(NamedTuple):
    """One of the two screenings, as far as it is compared. ``asked``: the scored questions of its version."""

    asked: Collection[str]
    answers: Mapping[str, str]
    level: str
    rules: Collection[str]  # those that fired

    def answer(self, code: str) -> str:
        """What was not asked, or has no answer, is not known."""
        return self.answers.get(code) or UNKNOWN


class Change(NamedTuple):
    code: str
    before: str
    after: str
    is_new_question: bool  # the version before did not ask it


class Difference(NamedTuple):
    changes: Mapping[str, tuple[Change, ...]]  # kind -> what changed so; a kind without any is left out
    level: tuple[str, str]
    rules_new: tuple[str, ...]
    rules_gone: tuple[str, ...]

    @property
    def is_none(self) -> bool:
        return not (self.changes or self.rules_new or self.rules_gone or self.level[0] != self.level[1])


def between(before: Side, after: Side) -> Difference:
    """In the order of the later version's questions. What that one does not ask cannot be compared."""
    found: dict[str, list[Change]] = {}
    for code in after.asked:
        was, now = before.answer(code), after.answer(code)
        if kind := kind_of(was, now):
            found.setdefault(kind, []).append(Change(code, was, now, code not in before.asked))
    return Difference(
        changes={kind: tuple(found[kind]) for kind in KINDS if kind in found},
        level=(before.level, after.level),
        rules_new=tuple(rule for rule in after.rules if rule not in before.rules),
        rules_gone=tuple(rule for rule in before.rules if rule not in after.rules),
    )


def kind_of(was: str, now: str) -> str:
    """A sign that nobody has seen gone is not gone: it is not known now."""
    if was == now:
        return ""
    if now == UNKNOWN:
        return "now_not_known"
    if now in SIGNS:
        if was not in SIGNS:
            return "appeared"
        return "stronger" if now == "clear" else "weaker"
    return "gone" if was in SIGNS else "now_known"
