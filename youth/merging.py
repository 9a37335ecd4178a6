"""Two people correct one profile: what only one of them touched is taken; else the second one chooses.

A page carries fingerprints of the values it was made from.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

# Fields that only make sense together are one unit: who changed one of them has seen the others.
TOGETHER = (
    ("birth_known", "birth_date"),
    ("race_source", "race", "ethnicity"),
    ("town", "out_of_state"),
    ("chosen_name", "who_may_know"),
)
LENGTH = 12  # of a fingerprint, which tells two values apart and guards nothing


class Seen(NamedTuple):
    saves: int
    prints: Mapping[str, str]


class Merged(NamedTuple):
    touched: list[str]  # fields whose typed value is taken
    disputed: list[str]  # of these, fields that somebody else changed otherwise meanwhile


def pack(saves: int, values: Mapping[str, Any]) -> str:
    return json.dumps({"saves": saves, "prints": {unit[0]: print_of(unit, values) for unit in units(values)}})


def unpack(text: str) -> Seen:
    """What is no such text has seen nothing."""
    try:
        kept = json.loads(text)
        return Seen(int(kept["saves"]), {str(name): str(one) for name, one in kept["prints"].items()})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Seen(-1, {})


def merge(seen: Seen, *, typed: Mapping[str, Any], kept: Mapping[str, Any]) -> Merged:
    merged = Merged([], [])
    for unit in units(kept):
        before = seen.prints.get(unit[0])
        if print_of(unit, typed) == before:
            continue
        merged.touched.extend(unit)
        if print_of(unit, kept) != before:
            merged.disputed.extend(name for name in unit if as_json(typed[name]) != as_json(kept[name]))
    return merged


def units(names: Iterable[str]) -> list[tuple[str, ...]]:
    grouped = {name: unit for unit in TOGETHER for name in unit}
    return list(dict.fromkeys(grouped.get(name, (name,)) for name in names))


def print_of(unit: tuple[str, ...], values: Mapping[str, Any]) -> str:
    return hashlib.sha256(as_json([values[name] for name in unit]).encode()).hexdigest()[:LENGTH]


def as_json(value: Any) -> str:
    return json.dumps(value, default=str)
