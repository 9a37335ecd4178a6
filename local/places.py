"""Where the local parts keep their things: .local/ in the checkout, or /var/tmp where that cannot be used."""

import hashlib
import os
import pwd
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from local.bootstrap import LOCAL, ROOT, Refusal

SOCKET_FOLDER_LENGTH = 80  # bytes; a socket's whole address has about 107
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")  # what needs no quoting in any address


@dataclass(frozen=True)
class Account:
    """Whom PostgreSQL runs as: it refuses to be root."""

    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()


def server_account() -> Account:
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise Refusal("PostgreSQL cannot run as root, and this machine has neither a postgres nor a nobody user.")


def reachable(folder: Path, account: Account) -> bool:
    """Whether that account may pass through every folder on the way."""
    return not account.is_other or all(
        parent.stat().st_mode & stat.S_IXOTH for parent in (folder, *folder.parents) if parent.exists()
    )


def outside() -> Path:
    """A folder of ours below /var/tmp, one for each checkout; refused when somebody else made it."""
    mark = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:10]
    folder = Path("/var/tmp") / f"hart-{os.geteuid()}-{mark}"  # noqa: S108  # its owner is checked below
    mode = 0o711 if os.geteuid() == 0 else 0o700
    try:
        folder.mkdir(mode=mode)
        folder.chmod(mode)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            raise Refusal(f"{folder} was not made by this program: remove it and start again.") from None
    return folder


def own_folder(folder: Path, account: Account | None = None, mode: int = 0o700) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    if account and account.is_other:
        os.chown(folder, account.uid, account.gid)
    folder.chmod(mode)
    return folder


def home_for(name: str, account: Account) -> Path:
    """Where a database cluster lives: .local/NAME when the server's account can reach it."""
    LOCAL.mkdir(exist_ok=True)
    base = LOCAL if reachable(LOCAL, account) else outside()
    return base / name


def socket_folder(name: str, account: Account | None = None) -> Path:
    """A private folder for a socket, with an address that is short and needs no quoting."""
    inside = LOCAL / name
    fits = len(os.fsencode(inside)) <= SOCKET_FOLDER_LENGTH and PLAIN_PATH.fullmatch(str(inside))
    usable = fits and (account is None or reachable(LOCAL, account))
    return own_folder(inside if usable else outside() / name, account)
