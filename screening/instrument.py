"""The questionnaire as versioned data: read, checked, and put into one canonical form. No Django."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml

from screening.instrument_check import InstrumentError, problems

__all__ = ["Answer", "Domain", "Gate", "Indicator", "Instrument", "InstrumentError", "load"]


@dataclass(frozen=True)
class Answer:
    label: str
    note: str


@dataclass(frozen=True)
class Gate:
    code: str
    ask: str
    values: tuple[str, ...]
    note: str
    asked_on: str
    show_if: Mapping[str, Any]


@dataclass(frozen=True)
class Indicator:
    code: str
    domain: str
    tier: str
    text: str
    help: str
    basis: tuple[str, ...]
    kind: str
    means: str
    floor: Mapping[str, int]
    floor_any_age: Mapping[str, int]
    always: Mapping[str, str]


@dataclass(frozen=True)
class Domain:
    code: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Combination:
    all: Mapping[str, str]
    level: int
    why: str


@dataclass(frozen=True)
class Instrument:
    """A version. ``source`` is its whole content; everything else is read from it."""

    source: Mapping[str, Any]

    @classmethod
    def from_canonical(cls, text: str) -> "Instrument":
        return cls(json.loads(text))

    def canonical(self) -> str:
        return json.dumps(self.source, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()

    @property
    def _body(self) -> Mapping[str, Any]:
        body: Mapping[str, Any] = self.source["instrument"]
        return body

    @property
    def id(self) -> str:
        return str(self._body["id"])

    @property
    def version(self) -> str:
        return str(self._body["version"])

    @property
    def title(self) -> str:
        return str(self._body["title"])

    @property
    def status(self) -> str:
        return str(self._body["status"])

    @cached_property
    def answers(self) -> dict[str, Answer]:
        return {code: Answer(**words) for code, words in self._body["answers"].items()}

    @property
    def source_types(self) -> tuple[str, ...]:
        return tuple(self._body["source_types"])

    @property
    def points(self) -> Mapping[str, Mapping[str, int]]:
        points: Mapping[str, Mapping[str, int]] = self._body["points"]
        return points

    @property
    def domain_cap(self) -> int:
        return int(self._body["domain_cap"])

    @property
    def thresholds(self) -> Mapping[str, float]:
        thresholds: Mapping[str, float] = self._body["thresholds"]
        return thresholds

    @cached_property
    def combinations(self) -> tuple[Combination, ...]:
        return tuple(Combination(**entry) for entry in self._body["combinations"])

    @cached_property
    def gates(self) -> tuple[Gate, ...]:
        return tuple(
            Gate(
                gate["code"], gate["ask"], tuple(gate["values"]), gate.get("note", ""), gate.get("asked_on", ""),
                gate.get("show_if", {}),
            )
            for gate in self._body["gates"]
        )  # fmt: skip

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {entry["code"]: _indicator(entry) for entry in self._body["indicators"]}

    @cached_property
    def domains(self) -> tuple[Domain, ...]:
        return tuple(
            Domain(code, title, tuple(item for item in self.indicators.values() if item.domain == code))
            for code, title in self._body["domains"].items()
        )

    @cached_property
    def scored(self) -> tuple[Indicator, ...]:
        unscored = ("context", "protective")
        return tuple(item for item in self.indicators.values() if item.tier not in unscored)

    @property
    def actions(self) -> list[Mapping[str, Any]]:
        actions: list[Mapping[str, Any]] = self.source["actions"]
        return actions

    @property
    def say(self) -> Mapping[str, str]:
        say: Mapping[str, str] = self.source["say"]
        return say


def _indicator(entry: Mapping[str, Any]) -> Indicator:
    return Indicator(
        entry["code"], entry["code"][:2], entry["tier"], entry["text"], entry["help"], tuple(entry["basis"]),
        entry.get("kind", ""), entry.get("means", ""), entry.get("floor", {}), entry.get("floor_any_age", {}),
        entry.get("always", {}),
    )  # fmt: skip


def load(text: str, actions: str, *, names: tuple[str, str] = ("instrument", "actions")) -> Instrument:
    """Read both files; raises InstrumentError with every fault as file, line and reason."""
    found = problems(text, actions, names)
    if found:
        raise InstrumentError(found)
    return Instrument({**yaml.safe_load(text), **yaml.safe_load(actions)})
