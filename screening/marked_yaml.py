"""YAML whose every value knows the line it stands on, so that a fault can be shown where it is. No Django."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

Report = Callable[[int, str], None]  # (line, reason)


@dataclass(frozen=True)
class Node:
    """A value and its line. Asked for a shape it does not have, it is empty: checks go on and find the rest."""

    value: Any  # a scalar, a list of nodes, or nodes by key
    line: int

    @property
    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    @property
    def parts(self) -> list["Node"]:
        return self.value if isinstance(self.value, list) else []

    @property
    def entries(self) -> dict[str, "Node"]:
        return self.value if isinstance(self.value, dict) else {}

    @property
    def one_or_more(self) -> list["Node"]:
        """A list as it is; anything else as a list of one."""
        return self.value if isinstance(self.value, list) else [self]

    def get(self, key: str) -> "Node":
        return self.entries.get(key, Node(None, self.line))

    def plain(self) -> Any:
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def read(text: str, report: Report) -> Node:
    """Only plain YAML: no references, no tags of its own, no key twice. What is refused is reported and left out."""
    try:
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
        return _Reader(loader, report).node(root) if root else Node(None, 1)
    except yaml.YAMLError as error:
        report(_line_of(error, text), f"this is not YAML: {getattr(error, 'problem', None) or error}")
        return Node(None, 1)


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    return text.count("\n", 0, getattr(error, "position", 0)) + 1


class _Reader:
    def __init__(self, loader: yaml.SafeLoader, report: Report) -> None:
        self.loader, self.report = loader, report
        self.met: set[int] = set()

    def node(self, found: yaml.Node, line: int = 0) -> Node:
        line = line or found.start_mark.line + 1
        if id(found) in self.met:
            self.report(line, "a reference (*name) is not accepted: write the value out")
            return Node(None, line)
        self.met.add(id(found))
        if isinstance(found, yaml.MappingNode):
            return Node(self.mapping(found), line)
        if isinstance(found, yaml.SequenceNode):
            return Node([self.node(part) for part in found.value], line)
        return Node(self.scalar(found, line), line)

    def mapping(self, found: yaml.MappingNode) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key_node, value in found.value:
            line = key_node.start_mark.line + 1
            key = self.scalar(key_node, line)
            if not isinstance(key, str):
                self.report(line, f"the key {key_node.value} is not text: write it in quotes")
            elif key in entries:
                self.report(line, f"the key {key} stands here twice")
            else:
                entries[key] = self.node(value, line)
        return entries

    def scalar(self, found: yaml.Node, line: int) -> Any:
        try:
            return self.loader.construct_object(found)
        except (yaml.YAMLError, ValueError) as error:
            self.report(line, f"this value cannot be read: {getattr(error, 'problem', None) or error}")
            return None
