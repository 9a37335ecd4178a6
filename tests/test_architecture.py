"""The rules of the code that a machine can hold (CONTRIBUTING.md says why each is there).

An exception is a line in one of the tables below, with its reason; one that is no longer needed fails too.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import PRODUCT, ROOT, SOURCES, Function, Source, functions, without_exceptions

FUNCTION, VIEW, MODULE = 40, 15, 300  # lines
VAGUE = {"util", "utils", "helper", "helpers", "manager", "data", "process", "handle", "common", "misc"}


def length(node: Function) -> int:
    return (node.end_lineno or 0) - node.lineno + 1


# --- The top level ---------------------------------------------------------------------------------------------

OUR_APPS = (
    "vault",
    "audit",
    "notifications",
    "accounts",
    "youth",
    "duties",
    "screening",
    "referrals",
    "administration",
    "reports",
    "dashboards",
)
TOP_LEVEL = {
    # what a newcomer reads and runs
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "run", "test", "docs"),
    # the product
    *("manage.py", "dmst", "uswds", "paper", "templates", "static", *OUR_APPS),
    # what holds and ships it
    *("pyproject.toml", "requirements", "tests", "bench", "local", "docker", "docker-compose.yml", "Dockerfile"),
}


def test_the_top_level_is_what_the_client_and_the_style_named() -> None:
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "__pycache__"}
    assert found == TOP_LEVEL


# --- Small, and measured ---------------------------------------------------------------------------------------

LONG_FUNCTIONS: dict[str, str] = {}
LONG_MODULES: dict[str, str] = {}


def test_a_function_is_forty_lines_at_most_and_a_view_fifteen() -> None:
    found = {
        f"{source.path}:{node.name}"
        for source in SOURCES
        for node in functions(source)
        if length(node) > (VIEW if source.is_views else FUNCTION)
    }
    assert without_exceptions(found, LONG_FUNCTIONS) == []


def test_a_module_is_three_hundred_lines_at_most() -> None:
    found = {source.path for source in SOURCES if source.text.count("\n") > MODULE}
    assert without_exceptions(found, LONG_MODULES) == []


# --- Views fetch, call, say, go --------------------------------------------------------------------------------

OTHER_ROWS_IN_VIEWS = {
    "dmst/views.py:KeptPost.objects.offered_to": "what an ended session left belongs to one person, not to a scope",
}
WRITES_IN_VIEWS = {
    "dmst/views.py:discard_kept": "throwing away what was kept is all that this view does",
}
DATABASE_WORDS = {"_base_manager", "_default_manager", "_meta", "raw", "cursor", "connection", "connections"}
WRITES = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "delete"}


def test_views_reach_rows_only_through_what_the_person_may_see() -> None:
    found = set()
    for source in filter(lambda source: source.is_views, PRODUCT):
        parents = {child: node for node in ast.walk(source.tree) for child in ast.iter_child_nodes(node)}
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                asked = parents[node]
                if getattr(asked, "attr", "") != "visible_to":
                    found.add(f"{source.path}:{ast.unparse(asked)}")
    assert without_exceptions(found, OTHER_ROWS_IN_VIEWS) == []


def test_views_do_not_go_around_the_querysets() -> None:
    found = {
        f"{source.path}:{node.lineno}"
        for source in PRODUCT
        if source.is_views
        for node in ast.walk(source.tree)
        if {getattr(node, "attr", ""), getattr(node, "id", "")} & DATABASE_WORDS
    }
    assert found == set()


def test_views_write_only_through_services() -> None:
    """A service names who acts; what writes without a name is the row itself."""
    found = {
        f"{source.path}:{view.name}"
        for source in PRODUCT
        if source.is_views
        for view in functions(source)
        for node in ast.walk(view)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WRITES
        if "by" not in {keyword.arg for keyword in node.keywords}
    }
    assert without_exceptions(found, WRITES_IN_VIEWS) == []


def test_views_catch_nothing_a_refusal_becomes_a_page_in_the_middleware() -> None:
    found = {source.path for source in PRODUCT if source.is_views for node in ast.walk(source.tree) if is_try(node)}
    assert found == set()


def is_try(node: ast.AST) -> bool:
    return isinstance(node, ast.Try | ast.TryStar)


def test_views_are_functions() -> None:
    found = {
        f"{source.path}:{node.name}"
        for source in PRODUCT
        if source.is_views
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef) and any("View" in ast.unparse(base) for base in node.bases)
    }
    assert found == set()


# --- Nothing happens behind one's back -------------------------------------------------------------------------


def imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    if isinstance(node, ast.ImportFrom):
        return {f"{node.module}.{alias.name}" for alias in node.names}
    return set()


def test_there_are_no_signals() -> None:
    signal = re.compile(r"django\.dispatch|\bsignals\b|\.receiver$")
    found = {
        f"{source.path}: {name}"
        for source in PRODUCT
        for node in ast.walk(source.tree)
        for name in imported(node)
        if signal.search(name)
    }
    assert found == set()
    assert not list(ROOT.glob("*/signals.py"))


LATE_IMPORTS: dict[str, str] = {}


def test_everything_is_imported_at_the_top() -> None:
    found = {
        f"{source.path}:{function.name}"
        for source in PRODUCT
        for function in functions(source)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert without_exceptions(found, LATE_IMPORTS) == []


# --- Writes and forms ------------------------------------------------------------------------------------------


def test_who_acts_is_always_named_in_a_service() -> None:
    """``by`` can never be mistaken for another argument."""
    found = {
        f"{source.path}:{node.name}"
        for source in PRODUCT
        if "/services" in source.path
        for node in functions(source)
        if "by" in {argument.arg for argument in (*node.args.posonlyargs, *node.args.args)}
        if not node.name.startswith("_") and is_called_from_outside(node, source)
    }
    assert found == set()


def is_called_from_outside(node: Function, source: Source) -> bool:
    """Named by another module: "services.name(" or imported from it."""
    module = source.path.removesuffix(".py").replace("/", ".")
    called = re.compile(rf"\b(services|{module.rpartition('.')[2]})\.{node.name}\(")
    taken = re.compile(rf"from {re.escape(module)} import [^\n]*\b{node.name}\b")
    others = (other.text for other in PRODUCT if other.path != source.path)
    return any(called.search(text) or taken.search(text) for text in others)


def test_a_form_checks_and_shapes_and_never_saves() -> None:
    found = {
        f"{source.path}:{node.lineno}"
        for source in PRODUCT
        if source.path.endswith("forms.py") or "/forms/" in source.path
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and node.attr in ("save", "create", "bulk_create")
    }
    assert found == set()


# --- Names -----------------------------------------------------------------------------------------------------

VAGUE_NAMES = {
    "local/sink.py:handle_DATA": "aiosmtpd calls it so",
    "notifications/delivery.py:begin_data": "DATA is the SMTP command",
    "dmst/middleware.py:process_view": "Django calls it so",
    "dmst/middleware.py:process_exception": "Django calls it so",
    "vault/ciphers.py:DamagedData": "what is damaged is bytes of any kind",
    "vault/models.py:DataKey": "the term of envelope encryption",
}


def words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def named(source: Source) -> Iterator[str]:
    yield Path(source.path).stem
    for node in ast.walk(source.tree):
        if isinstance(node, Function | ast.ClassDef):
            yield node.name


def test_names_are_the_domains_own() -> None:
    found = {
        f"{source.path}:{name}"
        for source in PRODUCT
        for name in named(source)
        if words(name) & VAGUE and not ("/management/commands/" in source.path and name == "handle")
    }
    assert without_exceptions(found, VAGUE_NAMES) == []


@pytest.mark.parametrize(
    ("name", "vague"),
    [
        ("date_utils", True),
        ("ReferralManager", True),
        ("processReferral", True),
        ("handle_move", True),
        ("DatabaseNow", False),
        ("processing_time", False),
        ("update", False),
    ],
)
def test_a_vague_word_is_found_whole_and_in_any_spelling(name: str, vague: bool) -> None:
    assert bool(words(name) & VAGUE) is vague
