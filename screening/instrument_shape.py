"""What the two files of an instrument are made of, key by key. No Django."""

import re
from collections.abc import Callable, Collection, Mapping

from screening.marked_yaml import Node, Report

Check = Callable[[Node, str, Report], None]  # (value, what it is called in a reason, where faults go)

ANSWERS = ("none", "possible", "clear", "unknown")
SIGNS = ("possible", "clear")
SCORED = ("determinative", "strong", "contributing")
POINTED = ("strong", "contributing")
TIERS = (*SCORED, "context", "protective")
LEVELS = ("1", "2", "3", "4", "U")
REACHED = ("2", "3", "4")  # what a floor or a combination may lift to
SAID = (
    "young_person",
    "caregiver_not_implicated",
    "caregiver_implicated_or_unknown",
    "leave_for_the_interview",
)


def text(node: Node, at: str, report: Report) -> None:
    if not isinstance(node.value, str):
        report(node.line, f"{at} must be text{_in_quotes(node)}")
    elif not node.value.strip():
        report(node.line, f"{at} is empty")


def _in_quotes(node: Node) -> str:
    return f": write {node.value} in quotes" if isinstance(node.value, bool | int | float) else ""


def named(pattern: str, longest: int) -> Check:
    def check(node: Node, at: str, report: Report) -> None:
        text(node, at, report)
        if node.text and (not re.fullmatch(pattern, node.text) or len(node.text) > longest):
            report(node.line, f"{at}: {node.text} is not a name of at most {longest} letters, digits and signs")

    return check


def one_of(allowed: Collection[str]) -> Check:
    def check(node: Node, at: str, report: Report) -> None:
        if isinstance(node.value, bool) or str(node.value) not in allowed:
            report(node.line, f"{at}: {node.plain()} is not one of {', '.join(allowed)}{_in_quotes(node)}")

    return check


def whole(node: Node, at: str, report: Report) -> None:
    if isinstance(node.value, bool) or not isinstance(node.value, int) or node.value < 1:
        report(node.line, f"{at} must be a whole number from 1 up")


def share(node: Node, at: str, report: Report) -> None:
    is_number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if not is_number or not 0 < node.value <= 1:
        report(node.line, f"{at} must be a share between 0 and 1")


def record(needed: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    known = {**needed, **(optional or {})}

    def check(node: Node, at: str, report: Report) -> None:
        if not isinstance(node.value, dict):
            report(node.line, f"{at} must have the keys {', '.join(known)}")
            return
        for key in needed:
            if key not in node.value:
                report(node.line, f"{at}: {key} is missing")
        for key, part in node.value.items():
            if key in known:
                known[key](part, f"{at}: {key}", report)
            else:
                report(part.line, f"{at}: unknown key {key}")

    return check


def mapping_of(value: Check) -> Check:
    def check(node: Node, at: str, report: Report) -> None:
        if not node.entries:
            report(node.line, f"{at} must have at least one entry")
        for key, part in node.entries.items():
            value(part, f"{at}: {key}", report)

    return check


def list_of(part: Check, called: str = "") -> Check:
    def check(node: Node, at: str, report: Report) -> None:
        if not node.parts:
            report(node.line, f"{at} must be a list that is not empty")
        for number, item in enumerate(node.parts, start=1):
            own = item.get("code").text or f"number {number}"
            part(item, f"{called} {own}" if called else at, report)

    return check


def distinct_texts(node: Node, at: str, report: Report) -> None:
    list_of(text)(node, at, report)
    seen: set[str] = set()
    for part in node.parts:
        if part.text in seen:
            report(part.line, f"{at}: {part.text} stands here twice")
        seen.add(part.text)


def one_or_more(part: Check) -> Check:
    def check(node: Node, at: str, report: Report) -> None:
        for item in node.one_or_more:
            part(item, at, report)
        if not node.one_or_more:
            report(node.line, f"{at} must not be an empty list")

    return check


def anything(_node: Node, _at: str, _report: Report) -> None:
    """Looked at elsewhere."""


def _floor(node: Node, at: str, report: Report) -> None:
    mapping_of(one_of(REACHED))(node, at, report)
    record({}, dict.fromkeys(SIGNS, anything))(node, at, report)


_points = record({"clear": whole, "possible": whole})

INDICATOR = record(
    {
        "code": text,
        "tier": one_of(TIERS),
        "basis": distinct_texts,
        "text": text,
        "help": text,
    },
    {
        "kind": one_of(("sexual", "labor")),
        "means": one_of(("force", "fraud", "coercion")),
        "floor": _floor,
        "floor_any_age": _floor,
        "always": mapping_of(one_of(SIGNS)),
    },
)
GATE = record(
    {"code": text, "ask": text, "values": distinct_texts},
    {"note": text, "show_if": anything, "asked_on": one_of(("result",))},
)
COMBINATION = record({"all": mapping_of(one_of(SIGNS)), "level": one_of(REACHED), "why": text})
THRESHOLDS = record(
    {
        "at_risk_points": whole,
        "suspected_points": whole,
        "suspected_min_domains": whole,
        "completeness_for_level_1": share,
    }
)
PER_ANSWER = record(
    {
        "source_required": list_of(one_of(ANSWERS)),
        "note_required": record({"tiers": list_of(one_of(TIERS)), "answers": list_of(one_of(ANSWERS))}),
    }
)
INSTRUMENT = record(
    {
        "id": named(r"[a-z0-9][a-z0-9-]*", 60),
        "title": text,
        "version": named(r"[0-9A-Za-z][0-9A-Za-z.-]*", 30),
        "status": text,
        "completed_by": text,
        "answers": record({code: record({"label": text, "note": text}) for code in ANSWERS}),
        "source_fields": distinct_texts,
        "per_answer": PER_ANSWER,
        "source_types": distinct_texts,
        "points": record(dict.fromkeys(POINTED, _points)),
        "domain_cap": whole,
        "thresholds": THRESHOLDS,
        "gates": list_of(GATE, "gate"),
        "domains": mapping_of(text),
        "indicators": list_of(INDICATOR, "indicator"),
    },
    {"combinations": list_of(COMBINATION, "combination")},
)
ACTION = record(
    {
        "code": text,
        "when": mapping_of(anything),
        "by": one_of(("worker", "hart")),
        "kind": one_of(("legal", "proposed")),
        "text": text,
    },
    {"clock": text},
)
INSTRUMENT_FILE = record({"instrument": INSTRUMENT})
ACTIONS_FILE = record({"actions": list_of(ACTION, "action"), "say": record(dict.fromkeys(SAID, text))})
