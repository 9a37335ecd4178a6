"""Which gates are asked, and which answers to them still count. No Django."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from screening.facts import Facts
from screening.instrument import Gate, Instrument

ON_RESULT = "result"


class Known(NamedTuple):
    """What a gate's own condition may look at. Before the result there is no level, and nothing is reached."""

    instrument: Instrument
    gates: Mapping[str, str]
    answers: Mapping[str, str]
    level: str  # in force

    def reaches(self, tiers: Mapping[str, str]) -> bool:
        facts = Facts.of(self.instrument, self.answers, self.gates)
        return any(
            indicator.tier in tiers and facts.reaches(code, tiers[indicator.tier])
            for code, indicator in self.instrument.scored.items()
        )


CONDITIONS: Mapping[str, Callable[[Known, Any], bool]] = {
    "level": lambda known, levels: known.level in [str(level) for level in levels],
    "tier_reached": Known.reaches,
}


def at_start(instrument: Instrument) -> list[Gate]:
    return [gate for gate in instrument.gates if gate.asked_on != ON_RESULT]


def lacking(instrument: Instrument, gates: Mapping[str, str]) -> tuple[str, ...]:
    """The gates of the start that are asked and have no answer yet."""
    known = Known(instrument, gates, {}, "")
    return tuple(gate.code for gate in at_start(instrument) if is_asked(gate, known) and not gates.get(gate.code))


def settled_at_start(instrument: Instrument, gates: Mapping[str, str]) -> dict[str, str]:
    """Without the answers of the start that another answer of the start has made pointless."""
    known = Known(instrument, gates, {}, "")
    pointless = {gate.code for gate in at_start(instrument) if not is_asked(gate, known)}
    return {code: value for code, value in gates.items() if code not in pointless}


def asked_on_result(known: Known) -> list[str]:
    return [gate.code for gate in known.instrument.gates if gate.asked_on == ON_RESULT and is_asked(gate, known)]


def in_force(known: Known) -> dict[str, str]:
    """Without the answers whose question is no longer asked: what they said holds no more."""
    asked = {gate.code for gate in known.instrument.gates if is_asked(gate, known)}
    return {code: value for code, value in known.gates.items() if code in asked}


def is_asked(gate: Gate, known: Known) -> bool:
    return all(_holds(key, wanted, known) for key, wanted in gate.show_if.items())


def _holds(key: str, wanted: Any, known: Known) -> bool:
    """A condition of the result, or another gate and its values; a gate nobody answered is unknown."""
    if key in CONDITIONS:
        return CONDITIONS[key](known, wanted)
    return (known.gates.get(key) or "unknown") in wanted
