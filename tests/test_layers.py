"""The import contracts: kept as things are, and each one broken by the import it forbids.

A contract that cannot break holds nothing, so every forbidden import is planted once, in a copy of the code.
"""

import itertools
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINTER = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as main; main()", "--no-cache"]
SETTINGS: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
LAYERS, INSIDE, PURE = SETTINGS["contracts"]
PACKAGES: list[str] = SETTINGS["root_packages"]
LEVELS = [level.split(" | ") for level in LAYERS["layers"]]
PARTS = [part.strip("()") for part in INSIDE["layers"]]
PLANTED = "planted_by_the_tests"

# Top-level packages the contracts do not govern, each with its reason.
OUTSIDE = {
    "local": "starts the product on one's own computer; imports nothing of it",
    "bench": "measures the product from outside",
    "tests": "looks at every layer",
}


def upward() -> Iterator[tuple[str, str]]:
    """(importer, imported): from each layer to the one above it, and between packages of one level."""
    for upper, lower in itertools.pairwise(LEVELS):
        yield from ((low, high) for low in lower for high in upper)
    for level in LEVELS:
        yield from itertools.permutations(level, 2)


def inward() -> Iterator[tuple[str, str]]:
    """(importer, imported): from each part of an app to the part above it, where the app has both."""
    for app in INSIDE["containers"]:
        found = [part for part in PARTS if module_file(f"{app}.{part}").exists()]
        yield from ((f"{app}.{lower}", f"{app}.{upper}") for upper, lower in itertools.pairwise(found))


def module_file(name: str, root: Path = ROOT) -> Path:
    folder = root.joinpath(*name.split("."))
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "migrations"))
    return tmp_path


def plant(root: Path, importer: str, imported: str) -> None:
    with module_file(importer, root).open("a") as lines:
        lines.write(f"\nimport {imported}  # planted\n")


def lint(root: Path) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "400", "NO_COLOR": "1"}
    done = subprocess.run(LINTER, cwd=root, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def broken(report: str) -> set[str]:
    contracts = [contract["name"] for contract in SETTINGS["contracts"]]
    return {name for name in contracts if f"{name} BROKEN" in report}


def test_every_package_has_its_layer() -> None:
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - set(OUTSIDE) == set(PACKAGES)
    assert sorted(itertools.chain.from_iterable(LEVELS)) == sorted(PACKAGES)


def test_the_order_is_the_agreed_one() -> None:
    order = "dmst dashboards reports administration referrals screening duties youth accounts notifications audit vault"
    assert [level[0] for level in LEVELS] == order.split()
    assert PARTS == ["urls", "views", "services", "models"]
    assert set(INSIDE["containers"]) == set(order.split()) - {"dmst", "vault"}


def test_the_code_keeps_every_contract(copy: Path) -> None:
    status, report = lint(copy)
    assert (status, broken(report)) == (0, set()), report


def test_no_layer_imports_the_one_above_it(copy: Path) -> None:
    pairs = list(upward())
    for importer, imported in pairs:
        target = f"{imported}.{PLANTED}"
        module_file(target, copy).touch()
        plant(copy, importer, target)
    status, report = lint(copy)
    assert (status, broken(report)) == (1, {LAYERS["name"]})
    for importer, imported in pairs:
        assert f"{importer} is not allowed to import {imported}:" in report


def test_no_part_of_an_app_imports_the_part_above_it(copy: Path) -> None:
    pairs = list(inward())
    for importer, imported in pairs:
        plant(copy, importer, imported)
    status, report = lint(copy)
    assert (status, broken(report)) == (1, {INSIDE["name"]})
    for importer, imported in pairs:
        assert f"{importer} is not allowed to import {imported}:" in report


@pytest.mark.parametrize("module", PURE["source_modules"])
def test_what_is_pure_stays_free_of_django(copy: Path, module: str) -> None:
    plant(copy, module, "django.utils.timezone")
    status, report = lint(copy)
    assert (status, broken(report)) == (1, {PURE["name"]})
    assert f"{module} is not allowed to import django:" in report


def test_a_deep_upward_import_is_found_as_well(copy: Path) -> None:
    """From the lowest layer straight to the highest, through a package's inner module."""
    plant(copy, "vault.keys", "dmst.settings")
    status, report = lint(copy)
    assert (status, broken(report)) == (1, {LAYERS["name"]})
    assert "vault is not allowed to import dmst:" in report
