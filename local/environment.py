"""The settings of the local place: what the environment says wins, the embedded parts fill in the rest."""

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from local.bootstrap import LOCAL, Refusal
from local.postgres import Cluster

LOOPBACK = ("localhost", "127.0.0.1", "::1")
NO_RELAY = ("consolemail", "memorymail", "filemail", "dummymail")
PAIRS = (("DATABASE_URL", "MIGRATOR_URL", "dmst"), ("KEYS_URL", "MIGRATOR_KEYS_URL", "dmst_keys"))
DEFAULT_PORT = 8000


def given(name: str) -> str:
    return os.environ.get(name, "").strip()


def require_local() -> None:
    """Nothing that belongs to a real place starts from here, and no mail leaves this machine."""
    place = given("DMST_ENV") or "local"
    if place != "local":
        raise Refusal(f"DMST_ENV is {place}: the embedded parts are only for DMST_ENV=local.")
    relay = urlsplit(given("EMAIL_URL"))
    if given("EMAIL_URL") and relay.scheme not in NO_RELAY and relay.hostname not in LOOPBACK:
        raise Refusal(f"EMAIL_URL names {relay.hostname}: locally mail goes to this machine alone.")


def port() -> int:
    said = given("PORT") or str(DEFAULT_PORT)
    if not said.isdigit() or not 0 < int(said) < 65_536:
        raise Refusal(f"PORT is {said!r}; it must be a number from 1 to 65535.")
    return int(said)


def needs_cluster() -> bool:
    return not (given("DATABASE_URL") and given("KEYS_URL"))


def databases(cluster: Cluster | None) -> dict[str, str]:
    """Addresses as the application and as the migrator; one given without its migrator's serves for both."""
    found = databases_of(cluster) if cluster else {}
    for application, migrator, _ in PAIRS:
        if said := given(application):
            found |= {application: said, migrator: given(migrator) or said}
    return found


def databases_of(cluster: Cluster) -> dict[str, str]:
    found: dict[str, str] = {}
    for application, migrator, name in PAIRS:
        found |= {
            application: cluster.address(name, "dmst_app"),
            migrator: cluster.address(name, "dmst_migrator"),
        }
    return found


def environment(keys: Mapping[str, str], ours: Mapping[str, str]) -> dict[str, str]:
    """For a child: the defaults of the local place, ``ours``, and over both whatever is set by the person."""
    defaults = {
        "DMST_ENV": "local",
        "DJANGO_SETTINGS_MODULE": "dmst.settings",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "MAIL_FROM": "hart-screening@localhost",
        "LOCAL_MAIL_DIR": str(LOCAL / "mail"),
        "STATICFILES_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "PYTHONUNBUFFERED": "1",
    }
    said = {name: value for name, value in os.environ.items() if value.strip()}
    said.pop("PYTHONDONTWRITEBYTECODE", None)  # without bytecode every start compiles everything again
    return {**defaults, **keys, **ours, **said}
