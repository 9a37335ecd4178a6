"""Anchors: the count and the newest hash of the trail, signed, to be kept where no database administrator reaches.

Without one, cutting off the newest rows leaves a chain that is whole.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from audit.chain import Head
from vault import system

PURPOSE = "audit-anchor"


class BadAnchor(Exception):
    """A line that is no anchor of ours."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"line {number} of the anchors: {why}")


@dataclass(frozen=True)
class Anchor:
    count: int
    hash: bytes
    at: str  # ISO 8601


def line_of(head: Head, at: datetime) -> str:
    """One line of JSON, without its end."""
    said = {"count": head.count, "hash": head.hash.hex(), "at": at.isoformat()}
    key_id, signature = system.sign(content(said), PURPOSE)
    return json.dumps({**said, "key": key_id, "signature": signature})


def content(said: dict[str, Any]) -> str:
    return f"{said['count']}|{said['hash']}|{said['at']}"


def read(lines: Iterable[str]) -> list[Anchor]:
    """Raises BadAnchor for the first line that is not as it was written."""
    found: list[Anchor] = []
    for number, line in enumerate(lines, start=1):
        anchor = parsed(number, line)
        if found and anchor.count < found[-1].count:
            raise BadAnchor(number, "it counts fewer rows than the line before it")
        found.append(anchor)
    return found


def parsed(number: int, line: str) -> Anchor:
    try:
        said = json.loads(line)
        anchor = Anchor(int(said["count"]), bytes.fromhex(said["hash"]), str(said["at"]))
        signature, key_id = str(said["signature"]), str(said["key"])
    except (ValueError, KeyError, TypeError):
        raise BadAnchor(number, "it is no anchor") from None
    if not system.is_signed(content(said), PURPOSE, key_id, signature):
        raise BadAnchor(number, "its signature does not hold")
    return anchor
