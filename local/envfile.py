"""Write .env for docker-compose from .env.example, with fresh secrets: python3 -m local.envfile"""

import os
import re
import secrets
import sys

from local.bootstrap import ROOT
from local.keyring import new_keys

PASSWORDS = ("POSTGRES_PASSWORD", "MIGRATOR_PASSWORD", "APP_PASSWORD", "BACKUP_PASSWORD")


def filled(example: str) -> str:
    chosen = {**new_keys(), **{name: secrets.token_hex(24) for name in PASSWORDS}}
    for name, value in chosen.items():
        example = re.sub(rf"^{name}=$", f"{name}={value}".replace("\\", r"\\"), example, flags=re.MULTILINE)
    return example


def main() -> None:
    path = ROOT / ".env"
    try:
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w")
    except FileExistsError:
        sys.exit(f"{path} exists and is left as it is: its keys may protect data.")
    with file:
        file.write(filled((ROOT / ".env.example").read_text()))
    print(f"{path} written, readable by you alone")


if __name__ == "__main__":
    main()
