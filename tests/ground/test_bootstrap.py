"""From a bare Python to the locked environment: what is refused, and in which words."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from local import bootstrap
from local.bootstrap import ROOT, Refusal
from tests.ground.copies import said_by

OLD_PYTHON = """
import sys
sys.version_info = {version}
sys.argv = ["run"]
from local import bootstrap
bootstrap.enter()
"""
IS_WHOLE = "from local import bootstrap; print(bootstrap.is_whole())"


@pytest.fixture
def stub(tmp_path: Path) -> Path:
    """What the bootstrap needs, in a path with a space."""
    copy = tmp_path / "a checkout"
    shutil.copytree(ROOT / "local", copy / "local", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "requirements", copy / "requirements")
    for name in ("run", "test"):
        shutil.copy(ROOT / name, copy / name)
    return copy


@pytest.mark.parametrize("version", [(3, 6, 8), (3, 10, 13)])
def test_an_old_python_is_refused_in_one_sentence(stub: Path, version: tuple[int, ...], tmp_path: Path) -> None:
    said = said_by(stub, "-c", OLD_PYTHON.format(version=version), PATH=str(tmp_path))
    assert said.returncode == 1
    assert said.stderr == f"Python 3.11 or newer is needed, and this is Python 3.{version[1]}.\n"


def test_the_bootstrap_uses_no_syntax_that_an_old_python_cannot_read() -> None:
    for name in ("bootstrap.py", "locks.py"):
        compile((ROOT / "local" / name).read_text(), name, "exec", _feature_version=6)  # type: ignore[call-overload]


def test_a_python_without_venv_is_refused_in_one_sentence() -> None:
    with pytest.raises(Refusal, match="venv module is missing: install it"):
        bootstrap.require_venv("false")


def cut(text: str) -> str:
    return text[: len(text) // 2]


def one_digit_lost(text: str) -> str:
    return text.replace("sha256:", "sha256:\b", 1)


def without_a_wanted_package(text: str) -> str:
    return text.replace("\ncelery==", "\ncellery==")


def unreadable_line(text: str) -> str:
    return f"{text}\n<<<<<<< ours\n"


def empty(_text: str) -> str:
    return ""


@pytest.mark.parametrize("damage", [cut, one_digit_lost, without_a_wanted_package, unreadable_line, empty])
@pytest.mark.parametrize("command", ["run", "test"])
def test_a_damaged_lock_file_is_refused_in_one_sentence(stub: Path, damage: Callable[[str], str], command: str) -> None:
    lock = stub / "requirements" / "dev.txt"
    lock.write_text(damage(lock.read_text()))
    said = said_by(stub, command)
    assert said.returncode == 1
    assert said.stderr.startswith("The lock file is damaged")
    assert said.stderr.count("\n") == 1


def test_a_missing_lock_file_is_refused_in_one_sentence(stub: Path) -> None:
    (stub / "requirements" / "dev.txt").unlink()
    said = said_by(stub, "run")
    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert "The lock file is missing" in said.stderr


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("ERROR: [Errno 28] No space left on device: '/x'", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "does not fit the packages"),
        ("ERROR: Hashes are required in --require-hashes mode", "a hash is missing"),
        ("connection broken by NewConnectionError: Failed to establish a new connection", "is there a network?"),
        ("WARNING: old\nERROR: No matching distribution found for django==5.2", "No matching distribution found"),
        ("", "no reason was given"),
    ],
)
def test_what_the_installer_prints_becomes_one_sentence(printed: str, sentence: str) -> None:
    assert sentence in bootstrap.reason(printed)
    assert "\n" not in bootstrap.reason(printed)


def test_too_little_room_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="The disk is full"):
        bootstrap.require_room(tmp_path, megabytes=10**9)


@pytest.mark.parametrize(("least", "sentence"), [(0, "no reason was given"), (10**18, "The disk is full")])
def test_a_disk_that_filled_is_named_where_the_installer_does_not_say_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, least: int, sentence: str
) -> None:
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / "half")
    monkeypatch.setattr(bootstrap, "LEAST", least)
    bootstrap.VENV.mkdir()
    with pytest.raises(Refusal, match=sentence):
        bootstrap.carry_out(["false"])
    assert not bootstrap.VENV.exists()


@pytest.mark.parametrize(
    ("number", "sentence"), [(errno.ENOSPC, "The disk is full"), (errno.EACCES, "belong to another user")]
)
def test_an_error_of_the_disk_is_one_sentence(number: int, sentence: str) -> None:
    with pytest.raises(SystemExit, match=sentence), bootstrap.one_sentence():
        raise OSError(number, os.strerror(number), "/somewhere")


def fake_environment(copy: Path, *, stamp: str, status: int) -> None:
    programs = copy / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "python").write_text(f"#!/bin/sh\nexit {status}\n")
    (programs / "python").chmod(0o755)
    (copy / ".venv" / "complete").write_text(stamp)


def stamp_of(copy: Path) -> str:
    return said_by(copy, "-c", "from local import bootstrap; print(bootstrap.fingerprint(), end='')").stdout


@pytest.mark.parametrize(("same_lock", "status", "whole"), [(True, 0, "True"), (False, 0, "False"), (True, 1, "False")])
def test_an_environment_is_kept_only_when_it_is_whole(stub: Path, same_lock: bool, status: int, whole: str) -> None:
    fake_environment(stub, stamp=stamp_of(stub) if same_lock else "another", status=status)
    assert said_by(stub, "-c", IS_WHOLE).stdout.strip() == whole


def test_an_environment_that_was_cut_short_is_not_whole(stub: Path) -> None:
    fake_environment(stub, stamp="", status=0)
    (stub / ".venv" / "complete").unlink()
    assert said_by(stub, "-c", IS_WHOLE).stdout.strip() == "False"
