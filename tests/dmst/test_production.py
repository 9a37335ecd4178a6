"""Production starts only when each policy carries a name and a date, with real keys and a real relay."""

import base64
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping

import pytest
from django.core.exceptions import ImproperlyConfigured

from local.bootstrap import ROOT
from local.envfile import filled
from local.keyring import new_keys
from local.suite import OPEN_KEYS

SETTINGS = str(ROOT / "dmst" / "settings.py")
COMMANDS = {
    "a command": [sys.executable, "manage.py", "deliver_mail"],
    "migrations": [sys.executable, "manage.py", "migrate"],
    "the web server": [sys.executable, "-m", "gunicorn", "--check-config", "--config", "python:dmst.gunicorn"],
    "the worker": [sys.executable, "-m", "celery", "--app", "dmst", "worker", "--pool=solo"],
    "beat": [sys.executable, "-m", "celery", "--app", "dmst", "beat"],
}
POLICIES = ("ACCESS_POLICY", "RETENTION_CLASSES", "MAIL_RULE", "INSTRUMENT_APPROVAL")
BLANK = "not set"


def complete() -> dict[str, str]:
    """As an administrator would set it; the names are invented."""
    return {
        **new_keys(),
        "DMST_ENV": "production",
        "SITE_URL": "https://screening.dcf.invented-agency.gov",
        "ALLOWED_HOSTS": "screening.dcf.invented-agency.gov",
        "EMAIL_URL": "smtp+tls://sender:secret@relay.invented-agency.gov:587",
        "MAIL_FROM": "noreply@invented-agency.gov",
        **{f"{name}_APPROVED": "Sage Sample, 2026-11-01" for name in POLICIES},
    }


def start(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> dict[str, object]:
    for name in ("MAIL_CATCHER_HOST", *(f"{policy}_APPROVED" for policy in POLICIES)):
        monkeypatch.delenv(name, raising=False)
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(SETTINGS)


def test_a_complete_production_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch, complete())["BEHIND_TLS"] is True


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", BLANK),
        ("  ", BLANK),
        ("Sage Sample", "form"),
        ("2026-11-01", "form"),
        (", 2026-11-01", "form"),
        ("Sage Sample, soon", "form"),
        ("Sage Sample, 2999-01-01", "future"),
    ],
)
def test_each_policy_needs_a_name_and_a_date(
    monkeypatch: pytest.MonkeyPatch, policy: str, said: str, fault: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=rf"{policy}_APPROVED .*{fault}"):
        start(monkeypatch, complete() | {f"{policy}_APPROVED": said})


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"SECRET_KEY": OPEN_KEYS["SECRET_KEY"]}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "ab" * 30}, "SECRET_KEY"),
        ({"VAULT_KEYS": OPEN_KEYS["VAULT_KEYS"]}, "VAULT_KEYS"),
        ({"VAULT_KEYS": "k1:none"}, "VAULT_KEYS"),
        ({"VAULT_KEYS": f"k1:{base64.b64encode(bytes(32)).decode()}"}, "VAULT_KEYS"),
        ({"VAULT_KEYS": new_keys()["VAULT_KEYS"] + ",old:" + OPEN_KEYS["INDEX_KEY"]}, "VAULT_KEYS"),
        ({"INDEX_KEY": OPEN_KEYS["INDEX_KEY"]}, "INDEX_KEY"),
        ({"INDEX_KEY": "none"}, "INDEX_KEY"),
        ({"EMAIL_URL": "smtp+tls://localhost:1025"}, "EMAIL_URL names no real"),
        ({"EMAIL_URL": "smtp+tls://127.0.0.1:1025"}, "EMAIL_URL names no real"),
        ({"EMAIL_URL": "smtp+tls://catcher:1025", "MAIL_CATCHER_HOST": "catcher"}, "EMAIL_URL names no real"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL names no real"),
        ({"EMAIL_URL": "smtp://relay.invented-agency.gov:25"}, "does not encrypt"),
        ({"MAIL_FROM": "noreply@hart.localhost"}, "MAIL_FROM"),
        ({"SITE_URL": "http://screening.dcf.invented-agency.gov"}, "SITE_URL"),
        ({"SITE_URL": "https://hart.localhost:8443"}, "SITE_URL"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
    ],
)
def test_keys_relay_and_addresses_are_real_ones(
    monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str], fault: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=fault) as refused:
        start(monkeypatch, complete() | values)
    assert not any(value and value in str(refused.value) for value in values.values() if len(value) > 20)


def test_the_index_key_is_not_one_of_the_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    values = complete()
    with pytest.raises(ImproperlyConfigured, match="INDEX_KEY"):
        start(monkeypatch, values | {"INDEX_KEY": values["VAULT_KEYS"].partition(":")[2]})


def test_the_example_for_the_stack_is_no_production(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = filled((ROOT / ".env.example").read_text()).splitlines()
    example = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    with pytest.raises(ImproperlyConfigured, match="ACCESS_POLICY_APPROVED is not set"):
        start(monkeypatch, {"EMAIL_URL": "smtp://catcher:1025", **example, "DMST_ENV": "production"})


@pytest.mark.parametrize("what", COMMANDS)
def test_nothing_starts_in_an_unready_production(what: str) -> None:
    values = complete() | {"INSTRUMENT_APPROVAL_APPROVED": ""}
    done = subprocess.run(
        COMMANDS[what], cwd=ROOT, env={**os.environ, **values}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode != 0
    assert "INSTRUMENT_APPROVAL_APPROVED is not set" in done.stdout + done.stderr
