"""What the rules may know: the scored indicators and the gates G1 and G2, nothing else. No Django."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from screening.instrument import Instrument
from screening.instrument_shape import ANSWERS, SIGNS


@dataclass(frozen=True)
class Facts:
    instrument: Instrument
    signs: Mapping[str, str]  # scored indicators answered possible or clear
    unknown: frozenset[str]  # scored indicators not known; one without an answer is among them
    minor_rule: bool  # under 18, age unknown, or 18 and over unless none of it began before
    handled_as_under_13: bool

    @staticmethod
    def of(instrument: Instrument, answers: Mapping[str, str], gates: Mapping[str, str]) -> "Facts":
        """Raises ValueError for an answer or a gate's value that the instrument does not have."""
        said = {code: answers.get(code) or "unknown" for code in instrument.scored}
        for code, answer in said.items():
            _refuse_other_than(ANSWERS, answer, f"answer to {code}")
        age, before_18 = (_gate(instrument, gates, code) for code in ("G1", "G2"))
        return Facts(
            instrument=instrument,
            signs={code: answer for code, answer in said.items() if answer in SIGNS},
            unknown=frozenset(code for code, answer in said.items() if answer == "unknown"),
            minor_rule=age != "18_plus" or before_18 != "no",
            handled_as_under_13=age in ("under_13", "unknown"),
        )

    def supposing(self, codes: Collection[str], answer: str) -> "Facts":
        """The same, had these unknown ones been answered so."""
        signs = {**self.signs, **dict.fromkeys(codes, answer)} if answer in SIGNS else self.signs
        return replace(self, signs=signs, unknown=self.unknown.difference(codes))

    def seen(self, codes: Collection[str]) -> tuple[str, ...]:
        return tuple(code for code in self.signs if code in codes)

    def clear(self, codes: Collection[str]) -> tuple[str, ...]:
        return tuple(code for code, answer in self.signs.items() if answer == "clear" and code in codes)

    def reaches(self, code: str, answer: str) -> bool:
        return code in self.signs and (answer == "possible" or self.signs[code] == "clear")

    @cached_property
    def means_seen(self) -> tuple[str, ...]:
        return self.seen(self.instrument.means)

    @cached_property
    def means_clear(self) -> tuple[str, ...]:
        return self.clear(self.instrument.means)

    @cached_property
    def worth(self) -> dict[str, int]:
        """The points of each sign that has any, before the cap."""
        points, scored = self.instrument.points, self.instrument.scored
        worth = {code: points.get(scored[code].tier, {}).get(answer, 0) for code, answer in self.signs.items()}
        return {code: sum_of for code, sum_of in worth.items() if sum_of}

    @cached_property
    def points(self) -> dict[str, int]:
        """By domain, each held down to the cap; a domain without points is left out."""
        by_domain: dict[str, int] = {}
        for code, worth in self.worth.items():
            domain = self.instrument.scored[code].domain
            by_domain[domain] = min(by_domain.get(domain, 0) + worth, self.instrument.domain_cap)
        return by_domain

    @property
    def known_share(self) -> float:
        total = len(self.instrument.scored)
        return (total - len(self.unknown)) / total


def _gate(instrument: Instrument, gates: Mapping[str, str], code: str) -> str:
    value = gates.get(code) or "unknown"
    _refuse_other_than(instrument.gate(code).values, value, f"gate {code}")
    return value


def _refuse_other_than(allowed: Collection[str], value: str, what: str) -> None:
    if value not in allowed:
        raise ValueError(f"{what}: {value} is not one of {', '.join(allowed)}")
