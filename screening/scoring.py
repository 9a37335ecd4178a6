"""The level of concern and its reasons: a pure function of version, answers and gates. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening import explain
from screening.explain import Band, concern
from screening.facts import Facts
from screening.instrument import Instrument
from screening.rules import Fired, judge

__all__ = ["Band", "Fired", "Result", "concern", "duties", "is_historic", "level_in_force", "lower_levels", "score"]


@dataclass(frozen=True)
class Result:
    level: str  # "1" to "4", or "U"
    fired: tuple[Fired, ...]
    unknown: tuple[str, ...]
    bands: tuple[Band, Band]  # determinative ones held; all unknowns open
    raisers: tuple[tuple[str, ...], ...]
    points: Mapping[str, int]  # by domain, after the cap
    known_share: float


def score(instrument: Instrument, answers: Mapping[str, str], gates: Mapping[str, str]) -> Result:
    """Of the answers only scored indicators are looked at, of the gates only G1 and G2; what is missing is not known.

    Raises ValueError for an answer or a gate's value that the instrument does not have.
    """
    facts = Facts.of(instrument, answers, gates)
    level, fired = judge(facts)
    return Result(
        level=level,
        fired=fired,
        unknown=tuple(code for code in instrument.scored if code in facts.unknown),
        bands=explain.bands(facts),
        raisers=explain.raisers(facts, level),
        points=facts.points,
        known_share=facts.known_share,
    )


def level_in_force(computed: str, raised: str) -> str:
    """The higher of the two; a raise may leave U, never lead to it."""
    is_higher = raised not in ("", "U") and concern(raised) > concern(computed)
    return raised if is_higher else computed


def lower_levels(level: str, computed: str, *, is_clear: bool) -> tuple[str, ...]:
    """What a level may be lowered to, the highest first (foundations: the case, 3; domain.md 3.2).

    Never below min(3, computed) while a determinative item is clear; U is no level to be lowered, it is filled in;
    and what was raised from U is never lowered to 1, for nobody knows enough to say so.
    """
    if level == "U":
        return ()
    floor = max(min(3, concern(computed)) if is_clear else 1, 2 if computed == "U" else 1)
    return tuple(str(lower) for lower in range(int(level) - 1, floor - 1, -1))


def duties(instrument: Instrument, answers: Mapping[str, str]) -> frozenset[str]:
    """What an answer starts by itself, whatever the level."""
    reached = {"possible": ("possible", "clear"), "clear": ("clear",)}
    return frozenset(
        duty
        for code, indicator in instrument.scored.items()
        for duty, answer in indicator.always.items()
        if answers.get(code) in reached[answer]
    )


def is_historic(gates: Mapping[str, str]) -> bool:
    """It last happened earlier, and nobody is in danger: "not sure" is not "no"."""
    return gates.get("G7") == "earlier" and gates.get("G5") == "no"
