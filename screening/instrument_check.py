"""What must be true of an instrument and its actions before they are published: everything that points somewhere
points at something, and nothing but signs can reach the scoring. No Django."""

import re
from collections.abc import Collection, Iterator, Mapping

from screening.instrument_shape import (
    ACTIONS_FILE,
    INSTRUMENT_FILE,
    LEVELS,
    POINTED,
    SCORED,
    SIGNS,
    TIERS,
    one_of,
)
from screening.marked_yaml import Node, Report

# The values that scoring and actions ask a gate for by name.
ASKED_OF_GATES = {
    "G1": ("under_13", "13_17", "18_plus", "unknown"),
    "G2": ("yes", "no", "unknown"),
    "G3": ("in_care",),
    "G4": ("missing_now",),
    "G5": ("yes", "no", "not_sure"),
    "G6": ("yes", "no", "unknown"),
    "G7": ("earlier",),
}
ONLY_SCORED = ("kind", "means", "floor", "floor_any_age", "always")
OPENS_A_PAGE = "action_panel"  # a duty that starts nothing: the page with the actions is the answer to it
CONDITION_GATES = {"danger": "G5", "missing": "G4", "status": "G3", "foreign_national": "G6"}
ANY_OF = ("under_13", "exploitation_history", "danger")
BY_LEVEL = "by_level"
RESCREEN = tuple(f"rescreen_{level}" for level in LEVELS if level != "U")


def check_shapes(instrument: Node, actions: Node, report: Report, report_action: Report) -> None:
    INSTRUMENT_FILE(instrument, "the instrument file", report)
    ACTIONS_FILE(actions, "the actions file", report_action)


def check_instrument(root: Node, report: Report) -> None:
    found = root.get("instrument")
    gates = {gate.get("code").text: gate for gate in found.get("gates").parts}
    for check in (_codes, _domains, _tiers, _combinations, _weights):
        check(found, report)
    _gates(found, gates, report)


def _repeated(nodes: list[Node]) -> Iterator[Node]:
    seen: set[str] = set()
    for node in nodes:
        code = node.get("code")
        if code.text and code.text in seen:
            yield code
        seen.add(code.text)


def _codes(found: Node, report: Report) -> None:
    for called in ("indicators", "gates"):
        for code in _repeated(found.get(called).parts):
            report(code.line, f"{called.removesuffix('s')} {code.text} is there twice")


def _domains(found: Node, report: Report) -> None:
    used = set()
    for node in found.get("indicators").parts:
        code = node.get("code").text
        place = re.fullmatch(r"([A-Z]+)[0-9]+", code)
        if code and (place is None or place[1] not in found.get("domains").entries):
            report(node.line, f"indicator {code}: its letters name no domain")
        used.add(place[1] if place else "")
    for code, title in found.get("domains").entries.items():
        if code not in used:
            report(title.line, f"domain {code} has no indicator")


def _tiers(found: Node, report: Report) -> None:
    scored = 0
    for node in found.get("indicators").parts:
        code, tier = node.get("code").text, node.get("tier").text
        scored += tier in SCORED
        for key in ONLY_SCORED:
            if tier in TIERS and tier not in SCORED and key in node.entries:
                report(node.get(key).line, f"indicator {code}: {key} on tier {tier}, which is never scored")
        if tier in SCORED and (tier == "determinative") != ("kind" in node.entries):
            report(node.line, f"indicator {code}: kind belongs to determinative indicators, and to each of them")
        if tier == "determinative" and "means" in node.entries:
            report(node.line, f"indicator {code}: a means item says how, and is never determinative itself")
    if not scored:
        report(found.get("indicators").line, "no indicator is scored")


def _combinations(found: Node, report: Report) -> None:
    tiers = {node.get("code").text: node.get("tier").text for node in found.get("indicators").parts}
    for number, node in enumerate(found.get("combinations").parts, start=1):
        for code, answer in node.get("all").entries.items():
            if code not in tiers:
                report(answer.line, f"combination number {number} names {code}, which is no indicator")
            elif tiers[code] not in SCORED:
                report(answer.line, f"combination number {number} names {code}, which is never scored")
        if len(node.get("all").entries) == 1:
            report(node.line, f"combination number {number} has one sign: that is a floor of the indicator")


def _weights(found: Node, report: Report) -> None:
    """A worse answer must never weigh less, nor the higher level ask for fewer points."""
    for tier in POINTED:
        points = found.get("points").get(tier)
        if not _in_order(points.get("possible"), points.get("clear")):
            report(points.line, f"points: {tier}: possible must not count more than clear")
    thresholds = found.get("thresholds")
    if not _in_order(thresholds.get("at_risk_points"), thresholds.get("suspected_points")):
        report(thresholds.line, "thresholds: at_risk_points must not be above suspected_points")


def _in_order(low: Node, high: Node) -> bool:
    both = isinstance(low.value, int) and isinstance(high.value, int)
    return not both or low.value <= high.value


def _gates(found: Node, gates: Mapping[str, Node], report: Report) -> None:
    for code, wanted in ASKED_OF_GATES.items():
        if code not in gates:
            report(found.get("gates").line, f"gate {code} is missing")
            continue
        for value in set(wanted) - set(_values(gates[code])):
            report(gates[code].line, f"gate {code}: the value {value} is missing, and the rules ask for it")
    for code, gate in gates.items():
        for key, condition in gate.get("show_if").entries.items():
            _shown_if(f"gate {code}: show_if: {key}", key, condition, gates, report)


def _values(gate: Node) -> list[str]:
    return [value.text for value in gate.get("values").parts]


def _shown_if(at: str, key: str, condition: Node, gates: Mapping[str, Node], report: Report) -> None:
    if key == "tier_reached":
        for tier, answer in condition.entries.items():
            one_of(SCORED)(Node(tier, answer.line), at, report)
            one_of(SIGNS)(answer, at, report)
    elif key == "level":
        _each(condition, at, LEVELS, report)
    elif key in gates:
        _each(condition, at, _values(gates[key]), report)
    else:
        report(condition.line, f"{at} is no gate")


def _each(condition: Node, at: str, allowed: Collection[str], report: Report) -> None:
    for value in condition.one_or_more:
        one_of(allowed)(value, at, report)
    if not condition.one_or_more:
        report(condition.line, f"{at}: no value is named")


def check_actions(root: Node, instrument: Node, clocks: Collection[str], report: Report) -> None:
    conditions = _allowed_conditions(root, instrument.get("instrument"))
    for code in _repeated(root.get("actions").parts):
        report(code.line, f"action {code.text} is there twice")
    for action in root.get("actions").parts:
        at = f"action {action.get('code').text}"
        for key, condition in action.get("when").entries.items():
            if key in conditions:
                _each(condition, f"{at}: when: {key}", conditions[key], report)
            else:
                report(condition.line, f"{at}: when: unknown condition {key}")
        _clock(action, at, clocks, report)


def _allowed_conditions(root: Node, instrument: Node) -> dict[str, Collection[str]]:
    values = {gate.get("code").text: _values(gate) for gate in instrument.get("gates").parts}
    from_gates = {key: values.get(code, []) for key, code in CONDITION_GATES.items()}
    return {
        **from_gates,
        "status": [*from_gates["status"], "not_in_care"],
        "age": ("minor", "adult"),
        "level": LEVELS,
        "any": ANY_OF,
        "done": [action.get("code").text for action in root.get("actions").parts],
        "duty": sorted(_duties(instrument)),
    }


def _duties(instrument: Node) -> dict[str, Node]:
    """Every duty that an answer can start, and where it stands."""
    return {
        duty: node
        for indicator in instrument.get("indicators").parts
        for duty, node in indicator.get("always").entries.items()
    }


def _clock(action: Node, at: str, clocks: Collection[str], report: Report) -> None:
    clock = action.get("clock")
    needed = RESCREEN if clock.text == BY_LEVEL else [clock.text] if clock.text else []
    for code in needed:
        if code not in clocks:
            report(clock.line, f"{at}: there is no clock {code}")


def check_duties(instrument: Node, actions: Node, report: Report) -> None:
    """A duty that no action takes up would start nothing, and nobody would notice."""
    wanted = {
        duty.text for action in actions.get("actions").parts for duty in action.get("when").get("duty").one_or_more
    }
    for duty, node in _duties(instrument.get("instrument")).items():
        if duty != OPENS_A_PAGE and duty not in wanted:
            report(node.line, f"always: {duty} is a duty that no action takes up")
