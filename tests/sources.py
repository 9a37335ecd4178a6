"""Every Python file and template of the repository, for the tests that hold the rules of the code."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Source(NamedTuple):
    path: str
    text: str
    tree: ast.Module

    @property
    def is_views(self) -> bool:
        return self.path.endswith("views.py") or "/views/" in self.path


def sources() -> list[Source]:
    paths = [path for path in ROOT.rglob("*.py") if is_ours(path) and "migrations" not in path.parts]
    texts = ((str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")) for path in sorted(paths))
    return [Source(path, text, ast.parse(text)) for path, text in texts]


def is_ours(path: Path) -> bool:
    return not any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(ROOT).parts)


SOURCES = sources()
PRODUCT = [source for source in SOURCES if not source.path.startswith("tests/")]
TEMPLATES = {
    str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "templates").rglob("*"))
    if path.is_file()
}


def functions(source: Source) -> Iterator[Function]:
    return (node for node in ast.walk(source.tree) if isinstance(node, Function))


def without_exceptions(found: set[str], exceptions: dict[str, str]) -> list[str]:
    """What breaks the rule, and which exceptions nobody needs any more."""
    return sorted(found - set(exceptions)) + [f"no longer needed: {name}" for name in set(exceptions) - found]
