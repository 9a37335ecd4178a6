"""Settings: which win, which are refused, and that the example names them all."""

import os
import re
import runpy
import socket
from pathlib import Path
from typing import Any

import environ
import pytest

from local import environment, serve, suite
from local.bootstrap import ROOT, Refusal
from local.children import Children

NAMED = re.compile(r"^#? ?([A-Z][A-Z_]+)=", re.MULTILINE)


def names_read_by_settings(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    found = set()
    read = environ.Env.get_value

    def noted(self: environ.Env, var: str, *args: Any, **options: Any) -> Any:
        found.add(var)
        return read(self, var, *args, **options)

    monkeypatch.setattr(environ.Env, "get_value", noted)
    runpy.run_path(str(ROOT / "dmst" / "settings.py"))
    return found


def test_the_example_names_every_setting_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    example = NAMED.findall((ROOT / ".env.example").read_text())
    assert len(example) == len(set(example))
    read_elsewhere = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert set(example) == names_read_by_settings(monkeypatch) | read_elsewhere | {"PORT"}


@pytest.mark.parametrize("place", ["production", "staging", "test", "anything"])
def test_the_embedded_parts_start_in_no_other_place(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("DMST_ENV", place)
    with pytest.raises(Refusal, match=f"DMST_ENV is {place}"):
        environment.require_local()


@pytest.mark.parametrize(
    ("relay", "refused"),
    [
        ("smtp://127.0.0.1:25", False),
        ("smtp://localhost", False),
        ("consolemail://", False),
        ("", False),
        ("smtp://mail.example.org:25", True),
        ("smtp+tls://somebody:secret@relay.example.org:587", True),
        ("smtp://127.0.0.1.example.org", True),
        ("//example.org", True),
    ],
)
def test_locally_no_mail_leaves_this_machine(monkeypatch: pytest.MonkeyPatch, relay: str, refused: bool) -> None:
    monkeypatch.setenv("DMST_ENV", "local")
    monkeypatch.setenv("EMAIL_URL", relay)
    if not refused:
        environment.require_local()
        return
    with pytest.raises(Refusal, match="locally mail goes to this machine alone") as caught:
        environment.require_local()
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("said", ["x", "0", "65536", "-1", "80 80"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("PORT", said)
    with pytest.raises(Refusal, match="PORT is"):
        environment.port()


@pytest.mark.parametrize(("family", "host"), serve.loopback_addresses())
def test_a_port_that_is_taken_is_refused_in_one_sentence(family: int, host: str) -> None:
    with socket.socket(family) as other:
        other.bind((host, 0))
        other.listen()
        with pytest.raises(Refusal, match="is taken by another program"):
            serve.require_free(other.getsockname()[1])


def test_what_the_person_has_set_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/3")
    monkeypatch.setenv("SITE_URL", "  ")
    found = environment.environment({"SECRET_KEY": "k"}, {"REDIS_URL": "ours", "SITE_URL": "http://localhost:1"})
    assert found["REDIS_URL"] == "redis://127.0.0.1:6379/3"
    assert found["SITE_URL"] == "http://localhost:1"


def test_for_what_is_given_no_embedded_part_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = {
        "DATABASE_URL": "postgres://one/a",
        "KEYS_URL": "postgres://one/b",
        "REDIS_URL": "redis://127.0.0.1:6379/3",
        "EMAIL_URL": "smtp://127.0.0.1:2525",
        **suite.OPEN_KEYS,
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    for name in ("MIGRATOR_URL", "MIGRATOR_KEYS_URL", "SITE_URL"):
        monkeypatch.delenv(name, raising=False)
    children = Children(tmp_path / "log")
    try:
        settings = serve.start_stores(children, 8123)
        assert not children.parts
    finally:
        children.close()
    assert {name: settings[name] for name in given} == given
    assert settings["SITE_URL"] == "http://localhost:8123"


def test_a_given_port_is_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "8123")
    assert environment.port() == 8123
    monkeypatch.delenv("PORT")
    assert environment.port() == environment.DEFAULT_PORT


def test_a_given_database_serves_the_migrator_too_unless_it_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://one/a")
    monkeypatch.setenv("KEYS_URL", "postgres://one/b")
    monkeypatch.delenv("MIGRATOR_URL", raising=False)
    monkeypatch.setenv("MIGRATOR_KEYS_URL", "postgres://migrator@one/b")
    assert not environment.needs_cluster()
    assert environment.databases(None) == {
        "DATABASE_URL": "postgres://one/a",
        "MIGRATOR_URL": "postgres://one/a",
        "KEYS_URL": "postgres://one/b",
        "MIGRATOR_KEYS_URL": "postgres://migrator@one/b",
    }


@pytest.mark.parametrize(
    ("arguments", "shared_out"),
    [
        ([], True),
        (["-k", "clock"], True),
        (["tests/ground"], False),
        (["tests/ground/test_locks.py::test_x"], False),
        (["-n", "1"], False),
        (["--pdb"], False),
    ],
)
def test_the_whole_suite_uses_every_core_and_a_part_of_it_one(arguments: list[str], shared_out: bool) -> None:
    workers = str(int(suite.WORKERS_PER_CORE * (os.cpu_count() or 1)))
    assert suite.cores(arguments) == (["-n", workers, "--dist", "worksteal"] if shared_out else [])
