"""The keys of this machine's data: made at the first start, kept in .local/keys.env, never committed."""

import base64
import os
import secrets

from local.bootstrap import LOCAL, Refusal

FILE = LOCAL / "keys.env"
NAMES = ("SECRET_KEY", "VAULT_KEYS", "INDEX_KEY")


def keys(*, database_exists: bool) -> dict[str, str]:
    """Refused when data is there whose keys are not: new ones could not open it."""
    if all(os.environ.get(name) for name in NAMES):
        return {}
    if not FILE.exists():
        if database_exists:
            raise Refusal(
                f"{FILE} is missing, and the local database is sealed with its keys: put the file back,"
                " or delete .local to begin anew."
            )
        write(new_keys())
    found = dict(line.split("=", 1) for line in FILE.read_text().splitlines() if "=" in line)
    if missing := [name for name in NAMES if not found.get(name)]:
        raise Refusal(f"{FILE} is damaged: {missing[0]} is not in it.")
    return {name: found[name] for name in NAMES}


def new_keys() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "VAULT_KEYS": f"k1:{new_key()}",
        "INDEX_KEY": new_key(),
    }


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def write(chosen: dict[str, str]) -> None:
    """Whole or not at all, and readable by its owner alone from the first byte."""
    half = FILE.with_suffix(".half")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in chosen.items())
        file.flush()
        os.fsync(file.fileno())
    half.rename(FILE)
