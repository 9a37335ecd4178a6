"""What makes an instrument file unfit: each fault with file, line and reason. No Django."""

from collections.abc import Iterator
from typing import Any

import yaml

TIERS = ("determinative", "strong", "contributing", "context", "protective")
UNSCORED = ("context", "protective")
SCORING_KEYS = ("means", "kind", "floor", "floor_any_age")
INDICATOR_KEYS = {"code", "tier", "basis", "text", "help", "always", *SCORING_KEYS}
ACTION_KEYS = {"code", "when", "by", "clock", "kind", "text"}
LEVELS = {"1", "2", "3", "4", "U"}
ANSWERS = ("none", "possible", "clear")
# condition of actions.yaml -> the gate whose values it may have, or the values themselves
CONDITION_GATES = {"danger": "G5", "missing": "G4", "status": "G3", "foreign_national": "G6"}
CONDITION_VALUES = {
    "age": {"minor", "adult"},
    "level": LEVELS,
    "any": {"under_13", "exploitation_history", "danger"},
}
EXTRA_VALUES = {"status": {"not_in_care"}}


class InstrumentError(Exception):
    """All faults of a file, one a line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def lined(node: yaml.Node) -> Any:
    """Plain values, where each mapping also knows its line under the key None."""
    if isinstance(node, yaml.MappingNode):
        pairs = {key.value: lined(value) for key, value in node.value}
        return {**pairs, None: node.start_mark.line + 1}
    if isinstance(node, yaml.SequenceNode):
        return [lined(item) for item in node.value]
    return str(node.value)


def problems(text: str, actions: str, names: tuple[str, str]) -> list[str]:
    try:
        first, second = (lined(yaml.compose(source, Loader=yaml.SafeLoader)) for source in (text, actions))
    except yaml.YAMLError as error:
        return [f"{names[0]}: {error}"]
    body = first.get("instrument", {}) if isinstance(first, dict) else {}
    missing = [key for key in ("id", "version", "answers", "gates", "domains", "indicators", "points") if key not in body]
    if missing:
        return [f"{names[0]}:1: missing {', '.join(missing)}"]
    faults = [f"{names[0]}:{line}: {why}" for line, why in instrument_faults(body)]
    return faults + [f"{names[1]}:{line}: {why}" for line, why in action_faults(body, second)]


def instrument_faults(body: dict[Any, Any]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for item in body["indicators"]:
        yield from indicator_faults(item, body, seen)
        seen.add(item.get("code", ""))
    tiers = {item.get("code"): item.get("tier") for item in body["indicators"]}
    for combination in body.get("combinations", []):
        for code, answer in without_line(combination.get("all", {})).items():
            if tiers.get(code) is None:
                yield combination[None], f"a combination names no indicator: {code}"
            elif tiers[code] in UNSCORED:
                yield combination[None], f"{code} is {tiers[code]} and takes part in no combination"
            if answer not in ANSWERS:
                yield combination[None], f"unknown answer {answer} for {code}"


def indicator_faults(item: dict[Any, Any], body: dict[Any, Any], seen: set[str]) -> Iterator[tuple[int, str]]:
    line, code = item[None], item.get("code", "")
    if code in seen:
        yield line, f"doubled code {code}"
    if code[:2] not in body["domains"]:
        yield line, f"{code} belongs to no domain"
    if item.get("tier") not in TIERS:
        yield line, f"unknown tier {item.get('tier')}"
    for name in ("text", "help", "basis"):
        if not item.get(name):
            yield line, f"{code} has no {'source (basis)' if name == 'basis' else name}"
    for name in sorted(key for key in item if key is not None and key not in INDICATOR_KEYS):
        yield line, f"unknown key {name}"
    if item.get("tier") in UNSCORED:
        for name in SCORING_KEYS:
            if name in item:
                yield line, f"{code} is {item['tier']} and can carry no {name}"


def action_faults(body: dict[Any, Any], actions: Any) -> Iterator[tuple[int, str]]:
    if not isinstance(actions, dict) or "actions" not in actions or "say" not in actions:
        yield 1, "missing actions or say"
        return
    gates = {gate["code"]: set(gate["values"]) for gate in body["gates"]}
    duties = {duty for item in body["indicators"] for duty in without_line(item.get("always", {}))}
    codes = {action.get("code") for action in actions["actions"]}
    seen: set[str] = set()
    for action in actions["actions"]:
        line, code = action[None], action.get("code", "")
        if code in seen:
            yield line, f"doubled code {code}"
        seen.add(code)
        if not action.get("text"):
            yield line, f"{code} has no text"
        for name in sorted(key for key in action if key is not None and key not in ACTION_KEYS):
            yield line, f"unknown key {name}"
        for name, value in without_line(action.get("when", {})).items():
            yield from ((line, why) for why in condition_faults(name, listed(value), gates, duties, codes))


def condition_faults(
    name: str, values: list[str], gates: dict[str, set[str]], duties: set[str], codes: set[Any]
) -> Iterator[str]:
    allowed = {"duty": duties, "done": codes, **CONDITION_VALUES}.get(name)
    if name in CONDITION_GATES:
        allowed = gates.get(CONDITION_GATES[name], set()) | EXTRA_VALUES.get(name, set())
    if allowed is None:
        yield f"unknown condition {name}"
        return
    for value in values:
        if value not in allowed:
            yield f"{name} cannot be {value}"


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def without_line(mapping: dict[Any, Any]) -> dict[str, Any]:
    return {key: value for key, value in mapping.items() if key is not None}
