"""An instrument with its actions, as data: read from two files once, then kept as canonical JSON. No Django."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from duties.clocks import CLOCKS
from screening import instrument_check as checks
from screening import marked_yaml
from screening.canonical import canonical
from screening.instrument_shape import SCORED

SHIPPED = Path(__file__).parent / "instruments"


@dataclass(frozen=True)
class Fault:
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class InstrumentError(ValueError):
    """Why the files were refused, every fault on a line of its own."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


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
    show_if: Mapping[str, Any]
    asked_on: str  # "result", or empty for the start


@dataclass(frozen=True)
class Indicator:
    code: str
    domain: str
    tier: str
    kind: str
    means: str
    floor: Mapping[str, str]  # an answer and the level it reaches by itself
    floor_any_age: Mapping[str, str]  # the same, also where the cap for adults would hold it down
    always: Mapping[str, str]  # a duty and the answer that starts it
    text: str
    help: str
    basis: tuple[str, ...]

    @property
    def is_scored(self) -> bool:
        return self.tier in SCORED


@dataclass(frozen=True)
class Domain:
    code: str
    title: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Combination:
    all: Mapping[str, str]
    level: str
    why: str


@dataclass(frozen=True)
class Thresholds:
    at_risk_points: int
    suspected_points: int
    suspected_min_domains: int
    completeness_for_level_1: float


@dataclass(frozen=True)
class PerAnswer:
    """Which answers need a source, and which a note."""

    source_required: frozenset[str]
    note_tiers: frozenset[str]
    note_answers: frozenset[str]


@dataclass(frozen=True)
class ActionRule:
    code: str
    when: Mapping[str, tuple[str, ...]]
    by: str
    clock: str
    kind: str
    text: str


@dataclass(frozen=True)
class Actions:
    rules: tuple[ActionRule, ...]
    say: Mapping[str, str]


@dataclass(frozen=True)
class Instrument:
    id: str
    title: str
    version: str
    status: str
    answers: Mapping[str, Answer]
    per_answer: PerAnswer
    source_types: tuple[str, ...]
    points: Mapping[str, Mapping[str, int]]
    domain_cap: int
    thresholds: Thresholds
    combinations: tuple[Combination, ...]
    gates: tuple[Gate, ...]
    domains: tuple[Domain, ...]
    actions: Actions
    document: str = field(repr=False)

    @staticmethod
    def from_canonical(text: str) -> "Instrument":
        return _built(json.loads(text), text)

    def canonical(self) -> str:
        return self.document

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.document.encode()).hexdigest()

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        return {indicator.code: indicator for domain in self.domains for indicator in domain.indicators}

    @cached_property
    def scored(self) -> dict[str, Indicator]:
        """All that scoring ever sees: context and strengths are not among them."""
        return {code: indicator for code, indicator in self.indicators.items() if indicator.is_scored}

    @cached_property
    def determinative(self) -> frozenset[str]:
        return self._where(tier="determinative")

    @cached_property
    def strong(self) -> frozenset[str]:
        return self._where(tier="strong")

    @cached_property
    def sexual(self) -> frozenset[str]:
        return self._where(tier="determinative", kind="sexual")

    @cached_property
    def labor(self) -> frozenset[str]:
        return self._where(tier="determinative", kind="labor")

    @cached_property
    def means(self) -> frozenset[str]:
        return frozenset(code for code, indicator in self.scored.items() if indicator.means)

    def _where(self, **wanted: str) -> frozenset[str]:
        fits = (i for i in self.scored.values() if all(getattr(i, key) == value for key, value in wanted.items()))
        return frozenset(indicator.code for indicator in fits)

    def domain(self, code: str) -> Domain:
        return next(domain for domain in self.domains if domain.code == code)

    def gate(self, code: str) -> Gate:
        return next(gate for gate in self.gates if gate.code == code)


def read(path: Path) -> Instrument:
    """An instrument file and the actions beside it. Raises InstrumentError with every fault."""
    actions = path.with_name(path.name.removesuffix(".yaml") + ".actions.yaml")
    texts = [_text_of(path), _text_of(actions)]
    return load(texts[0], texts[1], file=path.name, actions_file=actions.name)


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InstrumentError([Fault(path.name, 1, f"this is not UTF-8 text: {error}")]) from error
    except OSError as error:
        raise InstrumentError([Fault(path.name, 1, f"cannot be read: {error.strerror}")]) from error


def load(
    text: str,
    actions: str,
    *,
    file: str = "instrument.yaml",
    actions_file: str = "actions.yaml",
    clocks: Collection[str] = CLOCKS,
) -> Instrument:
    """Raises InstrumentError with every fault of both files."""
    faults: list[Fault] = []

    def report(line: int, reason: str) -> None:
        faults.append(Fault(file, line, reason))

    def report_action(line: int, reason: str) -> None:
        faults.append(Fault(actions_file, line, reason))

    found, acts = marked_yaml.read(text, report), marked_yaml.read(actions, report_action)
    checks.check_shapes(found, acts, report, report_action)
    checks.check_instrument(found, report)
    checks.check_actions(acts, found, clocks, report_action)
    checks.check_duties(found, acts, report)
    if faults:
        raise InstrumentError(sorted(faults, key=lambda fault: (fault.file != file, fault.line)))
    return Instrument.from_canonical(canonical(found, acts))


def _built(whole: Mapping[str, Any], document: str) -> Instrument:
    plain = whole["instrument"]
    indicators = [_indicator(found) for found in plain["indicators"]]
    rules = tuple(ActionRule(**{"clock": "", **rule, "when": _tuples(rule["when"])}) for rule in whole["actions"])
    return Instrument(
        id=plain["id"],
        title=plain["title"],
        version=plain["version"],
        status=plain["status"],
        answers={answer["code"]: Answer(answer["label"], answer["note"]) for answer in plain["answers"]},
        per_answer=_per_answer(plain["per_answer"]),
        source_types=tuple(plain["source_types"]),
        points=plain["points"],
        domain_cap=plain["domain_cap"],
        thresholds=Thresholds(**plain["thresholds"]),
        combinations=tuple(Combination(**found) for found in plain.get("combinations", [])),
        gates=tuple(_gate(found) for found in plain["gates"]),
        domains=tuple(_domain(found, indicators) for found in plain["domains"]),
        actions=Actions(rules, whole["say"]),
        document=document,
    )


def _tuples(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def _per_answer(found: Mapping[str, Any]) -> PerAnswer:
    note = found["note_required"]
    return PerAnswer(frozenset(found["source_required"]), frozenset(note["tiers"]), frozenset(note["answers"]))


def _gate(found: Mapping[str, Any]) -> Gate:
    optional = {"note": "", "show_if": {}, "asked_on": ""}
    return Gate(**{**optional, **found, "values": tuple(found["values"])})


def _indicator(found: Mapping[str, Any]) -> Indicator:
    optional = {"kind": "", "means": "", "floor": {}, "floor_any_age": {}, "always": {}}
    domain = found["code"].rstrip("0123456789")
    return Indicator(**{**optional, **found, "domain": domain, "basis": tuple(found["basis"])})


def _domain(found: Mapping[str, str], indicators: Iterable[Indicator]) -> Domain:
    own = tuple(indicator for indicator in indicators if indicator.domain == found["code"])
    return Domain(found["code"], found["title"], own)
