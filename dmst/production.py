"""What production asks before anything starts: the web server, a worker and every command read the settings first.

Standard library only: it runs while the settings are being read.
"""

import base64
import binascii
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

KEY_BYTES = 32
SHORTEST_SECRET = 50  # characters
FEWEST_DIFFERENT = 16  # characters of a secret
NOWHERE = ("localhost", "127.0.0.1", "::1", "")
NOT_REAL = (".localhost", ".example", ".invalid", ".test")


def faults(settings: Mapping[str, Any]) -> list[str]:
    """Each thing that is still missing, as half a sentence; never a value of a key."""
    return [*policies(settings), *keys(settings), *relay(settings), *addresses(settings)]


def policies(settings: Mapping[str, Any]) -> Iterator[str]:
    for name, approval in settings["POLICY_APPROVALS"].items():
        if fault := approval_fault(approval):
            yield f"{name}_APPROVED {fault}"


def approval_fault(approval: str) -> str:
    """ "Name, 2026-11-23": by whom and when, and not in the future."""
    name, separator, day = approval.rpartition(",")
    if not approval.strip():
        return "is not set: it says who approved it and when"
    try:
        approved_on = dt.date.fromisoformat(day.strip())
    except ValueError:
        approved_on = None
    if not separator or not name.strip() or approved_on is None:
        return 'is not of the form "Name, 2026-11-23"'
    if approved_on > dt.datetime.now(dt.UTC).date():
        return "lies in the future"
    return ""


def keys(settings: Mapping[str, Any]) -> Iterator[str]:
    secret = settings["SECRET_KEY"]
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_DIFFERENT or " " in secret:
        yield f"SECRET_KEY is not {SHORTEST_SECRET} random characters"
    ring = [entry.partition(":")[2] for entry in settings["VAULT_KEYS"]]
    if not ring or not all(is_real_key(key) for key in ring):
        yield "VAULT_KEYS holds a key that is not 32 random bytes"
    if not is_real_key(settings["INDEX_KEY"]) or settings["INDEX_KEY"] in ring:
        yield "INDEX_KEY is not 32 random bytes of its own"


def is_real_key(encoded: str) -> bool:
    """Of the right length, and none of those that are written down in order for tests and examples."""
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(key) == KEY_BYTES and list(key) != sorted(key)


def relay(settings: Mapping[str, Any]) -> Iterator[str]:
    host = settings.get("EMAIL_HOST") or ""
    if not is_real_host(host) or host == settings["MAIL_CATCHER_HOST"]:
        yield "EMAIL_URL names no real mail server"
    if not (settings.get("EMAIL_USE_TLS") or settings.get("EMAIL_USE_SSL")):
        yield "EMAIL_URL does not encrypt; use smtp+tls:// or smtp+ssl://"
    if not is_real_host(settings["DEFAULT_FROM_EMAIL"].rpartition("@")[2].rstrip(">")):
        yield "MAIL_FROM names no real domain"


def addresses(settings: Mapping[str, Any]) -> Iterator[str]:
    site: str = settings["SITE_URL"]
    host = site.removeprefix("https://").partition("/")[0].partition(":")[0]
    if not site.startswith("https://") or not is_real_host(host):
        yield "SITE_URL is not the https:// address of a real place"
    hosts: Sequence[str] = settings["ALLOWED_HOSTS"]
    if not hosts or "*" in hosts:
        yield "ALLOWED_HOSTS does not name the hosts answered to"


def is_real_host(host: str) -> bool:
    return host not in NOWHERE and not host.endswith(NOT_REAL)
