"""From a fresh checkout to a page, and out again without a trace; and the faults, each one plain sentence.

As root (where this is root) and as an ordinary user, from a path with a space in a home that only its owner enters.
Installs the locked packages for each, so it takes some minutes.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.checkouts import Checkout, Launch
from tests.ground.copies import free_port
from tests.ground.test_bootstrap import OLD_PYTHON

COLD, WARM = 60.0, 10.0  # seconds to the ready line
SMALL = "tests/ground/test_verdict.py"
ALL_OF_THEM = "from youth.models import Youth; print(*Youth.objects.values_list('pk', flat=True))"
WHERE = "from local.postgres import Cluster; print(Cluster('postgres').home)"
PARTS = {
    "PostgreSQL": "postgres",
    "broker": "valkey-server",
    "mail sink": "local.sink",
    "web server": "gunicorn",
    "worker": "dmst worker",
    "beat": "dmst beat",
    "mail sweep": "deliver_mail",
    "guard": "local.guard",
}
NO_VENV = "raise ImportError('as on a Debian without python3-venv')\n"
PROGRESS = ("Installing the locked packages", "  installed in ", "HART Screening & Referral, ")
WIDTH = 78


@dataclass
class Report:
    failed: list[str] = field(default_factory=list)

    def line(self, what: str, holds: bool, detail: str = "") -> None:
        print(f"  {'ok    ' if holds else 'FAILED'} {what:<50} {detail}".rstrip(), flush=True)
        if not holds:
            self.failed.append(what)

    def sentence(self, what: str, answer: tuple[int, str], wanted: str) -> None:
        """Refused: after what it was doing one sentence with the wanted words, and a status other than 0."""
        status, said = answer
        *before, sentence = said.splitlines() or [""]
        plain = all(line.startswith(PROGRESS) for line in before)
        self.line(what, status != 0 and plain and wanted in sentence, f"exit {status}")
        print(textwrap.indent(textwrap.fill(sentence if plain else said[-600:], WIDTH), "           "))


def main() -> int:
    report = Report()
    with ordinary_account() as ordinary:
        for account in visitors(ordinary):
            who = account or ("root" if os.geteuid() == 0 else "this user")
            print(f"\n{who}")
            with checkout(account) as found:
                whole_life(found, report)
                faults(found, report)
    print(f"\n{len(report.failed)} failed" if report.failed else "\neverything held")
    return 1 if report.failed else 0


def visitors(ordinary: str) -> list[str]:
    """Whoever runs this and, where that is root, an ordinary user as well."""
    return ["", ordinary] if ordinary else [""]


@contextmanager
def ordinary_account() -> Iterator[str]:
    """A throw-away account, where this is root."""
    if os.geteuid() != 0 or not shutil.which("useradd"):
        print("Not root: tried as this user alone.")
        yield ""
        return
    name = f"hart-proof-{os.getpid()}"
    subprocess.run(["useradd", "--no-create-home", "--shell", "/usr/sbin/nologin", name], check=True)
    try:
        yield name
    finally:
        subprocess.run(["userdel", name], check=True)


@contextmanager
def checkout(account: str) -> Iterator[Checkout]:
    home = Path(tempfile.mkdtemp(prefix="a home ", dir="/tmp"))  # its name is drawn, its mode is 0700
    found = Checkout(home / "a path with a space", account)
    try:
        found.make()
        yield found
    finally:
        found.remove()


# --- The whole life --------------------------------------------------------------------------------------------


def whole_life(found: Checkout, report: Report) -> None:
    with found.up() as launch:
        report.line("cold start to the ready line", launch.seconds < COLD, timing(launch, COLD))
        look_around(found, launch, report)
        before = young_people(found, report)
        report.line("Ctrl-C ends it in order", launch.end(signal.SIGINT) == 0)
        report.line("and nothing is left", found.is_gone())
    with found.up() as launch:
        report.line("warm start to the ready line", launch.seconds < WARM, timing(launch, WARM))
        kept = before & young_people(found, report)  # the worker may have added to the demonstration meanwhile
        report.line("a second start keeps the data", kept == before, f"{len(before)} young people")
        started = time.monotonic()
        launch.end(signal.SIGKILL)
        gone = found.is_gone()
        report.line("after kill -9 of the launcher nothing is left", gone, f"{time.monotonic() - started:.1f} s")
    alone = young_people(found, report)
    report.line("a command alone starts the database, and keeps it", before <= alone, f"{len(alone)} young people")
    report.line("and leaves nothing either", found.is_gone())


def timing(launch: Launch, limit: float) -> str:
    """With the load of the machine: beside other work a start takes longer."""
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return f"{launch.seconds:.1f} s (under {limit:.0f}), load {load:.1f} on {cores} cores"


def look_around(found: Checkout, launch: Launch, report: Report) -> None:
    report.line("the page answers", "csrfmiddlewaretoken" in launch.page("/accounts/login/"), "200")
    signed_in = [launch.sign_in(email, password) for email, password in launch.accounts]
    report.line("each account of the table signs in", len(signed_in) == 6 and all(signed_in), f"{len(signed_in)}")
    running = "\n".join(found.running())
    absent = [name for name, word in PARTS.items() if word not in running]
    report.line("every part runs", not absent, ", ".join(absent or PARTS))
    status, said = found.said("run", PORT=str(launch.port))
    report.line("a second ./run says that it is up", status == 1 and "already up" in said)
    started = time.monotonic()
    status, said = found.said("test", SMALL)
    report.line("./test runs beside it", status == 0, f"{said.splitlines()[-1].strip('= ')}")
    report.line("with its own start", True, f"{time.monotonic() - started:.1f} s")


def young_people(found: Checkout, report: Report) -> set[str]:
    status, said = found.said("run", "manage", "shell", "--verbosity=0", "-c", ALL_OF_THEM)
    if status:
        report.line("./run manage", False, said[-300:])
    return set(said.splitlines()[-1].split())


# --- The faults ------------------------------------------------------------------------------------------------


def faults(found: Checkout, report: Report) -> None:
    """Those of the environment in a checkout without one, the others in the one that has lived."""
    with checkout(found.account) as bare:
        old = OLD_PYTHON.format(version=(3, 10, 13))
        report.sentence("a Python that is too old", bare.said("-c", old, PATH=str(bare.folder)), "3.11 or newer")
        report.sentence("no venv module", without_venv(bare), "venv module is missing")
        lock = bare.folder / "requirements" / "dev.txt"
        lock.write_text(lock.read_text()[: lock.stat().st_size // 2])
        report.sentence("a damaged lock file", bare.said("run"), "lock file is damaged")
        report.sentence("a damaged lock file, ./test", bare.said("test"), "lock file is damaged")
    report.sentence("a port that is taken", with_port_taken(found), "is taken by another program")
    report.sentence("production", found.said("run", DMST_ENV="production"), "only for DMST_ENV=local")
    report.sentence("production, a command", found.said("run", "manage", "check", DMST_ENV="production"), "DMST_ENV")
    relay = {"EMAIL_URL": "smtp+tls://somebody:secret@relay.example.org:587"}
    report.sentence("a real mail server", found.said("run", **relay), "mail goes to this machine alone")
    keys = found.folder / ".local" / "keys.env"
    keys.rename(keys.with_suffix(".away"))
    report.sentence("data without its keys", found.said("run", PORT=str(free_port())), "sealed with its keys")
    keys.with_suffix(".away").rename(keys)
    full_disks(found, report)
    report.line("none of them left a process", found.is_gone())


def without_venv(bare: Checkout) -> tuple[int, str]:
    shadow = bare.folder.parent / "shadow"
    shadow.mkdir()
    shadow.chmod(0o755)
    (shadow / "ensurepip.py").write_text(NO_VENV)
    return bare.said("run", PYTHONPATH=str(shadow))


def with_port_taken(found: Checkout) -> tuple[int, str]:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        return found.said("run", PORT=str(other.getsockname()[1]))


def full_disks(found: Checkout, report: Report) -> None:
    """On small file systems in memory, which only root can mount."""
    if os.geteuid() != 0:
        print("         a full disk was not tried: only root can mount one")
        return
    with checkout(found.account) as bare, small_disk(bare.folder / ".venv", 20, bare):
        report.sentence("a disk that fills while installing", bare.said("run"), "disk is full")
    home = Path(found.said("run", "manage", "shell", "--verbosity=0", "-c", WHERE)[1].splitlines()[-1])
    kept = home.rename(home.with_name("kept"))
    with small_disk(home, 30, found):
        report.sentence("a full disk, later start", found.said("run", PORT=str(free_port())), "disk is full")
    home.rmdir()
    kept.rename(home)


@contextmanager
def small_disk(place: Path, megabytes: int, owner: Checkout) -> Iterator[None]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0777", "tmpfs", str(place)], check=True)
    if owner.account:
        shutil.chown(place, owner.account)
    try:
        yield
    finally:
        subprocess.run(["umount", str(place)], check=True)


if __name__ == "__main__":
    sys.exit(main())
