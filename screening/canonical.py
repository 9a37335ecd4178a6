"""The one text that an instrument and its actions come to, whatever their files look like. No Django."""

import json
from typing import Any

from screening.marked_yaml import Node


def canonical(found: Node, acts: Node) -> str:
    """Sorted keys and no spaces. Where order has a meaning it is a list; levels are text; conditions are lists."""
    plain, rest = found.get("instrument").plain(), acts.plain()
    plain["answers"] = [{"code": code, **answer} for code, answer in plain["answers"].items()]
    plain["domains"] = [{"code": code, "title": title} for code, title in plain["domains"].items()]
    for indicator in plain["indicators"]:
        for floor in ("floor", "floor_any_age"):
            if floor in indicator:
                indicator[floor] = {answer: str(level) for answer, level in indicator[floor].items()}
    for combination in plain.get("combinations", []):
        combination["level"] = str(combination["level"])
    for gate in plain["gates"]:
        if "level" in gate.get("show_if", {}):
            gate["show_if"]["level"] = _texts(gate["show_if"]["level"])
    for action in rest["actions"]:
        action["when"] = {key: _texts(value) for key, value in action["when"].items()}
    whole = {"instrument": plain, "actions": rest["actions"], "say": rest["say"]}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _texts(value: Any) -> list[str]:
    return [str(part) for part in (value if isinstance(value, list) else [value])]
