"""The keys of this machine's data."""

import base64
import stat
from pathlib import Path

import pytest

from local import keyring
from local.bootstrap import Refusal


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "keys.env"
    monkeypatch.setattr(keyring, "FILE", path)
    for name in keyring.NAMES:
        monkeypatch.delenv(name, raising=False)
    return path


def test_keys_are_made_once_and_readable_by_their_owner_alone(file: Path) -> None:
    made = keyring.keys(database_exists=False)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert keyring.keys(database_exists=True) == made
    name, _, key = made["VAULT_KEYS"].partition(":")
    assert (name, len(base64.b64decode(key)), len(base64.b64decode(made["INDEX_KEY"]))) == ("k1", 32, 32)


def test_two_machines_never_have_the_same_keys() -> None:
    assert not set(keyring.new_keys().values()) & set(keyring.new_keys().values())


def test_data_without_its_keys_is_refused_and_no_new_keys_are_made(file: Path) -> None:
    with pytest.raises(Refusal, match="is sealed with its keys"):
        keyring.keys(database_exists=True)
    assert not file.exists()


def test_a_damaged_file_of_keys_is_refused(file: Path) -> None:
    file.write_text("SECRET_KEY=a\nVAULT_KEYS=k1:b\nINDEX_K")
    with pytest.raises(Refusal, match="INDEX_KEY is not in it"):
        keyring.keys(database_exists=True)


def test_keys_from_the_environment_need_no_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in keyring.NAMES:
        monkeypatch.setenv(name, "given")
    assert keyring.keys(database_exists=True) == {}
    assert not file.exists()
