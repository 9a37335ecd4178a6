"""From any Python to the locked environment in .venv. Standard library only.

This file must parse on an old Python 3, or nobody would ever read the sentence about it.
"""

import contextlib
import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from local import locks

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
INTERPRETER = VENV / "bin" / "python"
STAMP = VENV / "complete"
LOCK = ROOT / "requirements" / "dev.txt"
LOCAL = ROOT / ".local"
OLDEST = (3, 11)
NEWER_NAMES = ("python3.13", "python3.12", "python3.11")
LEAST = 1_000_000  # bytes; with less left a disk is full
ROOM = 1_000  # megabytes that the environment and the databases need on a first start


class Refusal(Exception):
    """Why it cannot go on, as one plain sentence."""


def enter() -> None:
    """Inside the locked environment return; outside, make it if needed and start this program again in it."""
    if Path(sys.prefix) == VENV:
        return
    with one_sentence():
        ensure_environment()
    arguments = [str(INTERPRETER), os.path.abspath(sys.argv[0])]
    os.execv(str(INTERPRETER), arguments + sys.argv[1:])  # noqa: S606  # our own interpreter, no shell


@contextlib.contextmanager
def one_sentence() -> "Iterator[None]":
    """Turn what cannot be helped into one sentence and a non-zero exit."""
    try:
        yield
    except Refusal as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            sys.exit(FULL)
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sys.exit(f"{error.filename} cannot be written; does it belong to another user?")
        raise


def ensure_environment() -> None:
    if is_whole():
        return
    LOCAL.mkdir(exist_ok=True)
    with open(str(LOCAL / "environment.lock"), "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two first starts at once: the second waits and finds it made
        if not is_whole():
            make()


def fingerprint() -> str:
    if not LOCK.exists():
        raise Refusal(f"The lock file is missing: {RESTORE}")
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def is_whole() -> bool:
    """Made from this lock, to the end, and still able to start."""
    wanted = fingerprint()
    try:
        if STAMP.read_text() != wanted:
            return False
        return works([str(INTERPRETER), "-c", "import django, psycopg2"])
    except OSError:
        return False


def make() -> None:
    wanted = fingerprint()
    faults = locks.faults(LOCK, [LOCK.with_name("app.in"), LOCK.with_name("dev.in")])
    if faults:
        raise Refusal(f"The lock file is damaged, {faults[0]}: {RESTORE}")
    python = suitable_python()
    require_venv(python)
    require_room(ROOT)
    started = time.monotonic()
    print("Installing the locked packages into .venv (only when they have changed) ...", file=sys.stderr)
    shutil.rmtree(str(VENV), ignore_errors=True)
    carry_out([python, "-m", "venv", str(VENV)])
    pip = [str(INTERPRETER), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    # The lock is complete, so nothing is resolved; modules are compiled when first imported.
    pip += ["--require-hashes", "--only-binary", ":all:", "--no-deps", "--no-compile", "-r", str(LOCK)]
    carry_out(pip)
    STAMP.write_text(wanted)
    print(f"  installed in {time.monotonic() - started:.0f} s", file=sys.stderr)


def suitable_python() -> str:
    if sys.version_info >= OLDEST:
        return sys.executable
    for name in NEWER_NAMES:
        found = shutil.which(name)
        if found and works([found, "-c", ""]):
            return found
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    raise Refusal(f"Python 3.11 or newer is needed, and this is Python {running}.")


def require_venv(python: str) -> None:
    if not works([python, "-c", "import ensurepip, venv"]):
        raise Refusal("Python's venv module is missing: install it (Debian: apt install python3-venv).")


def works(command: "list[str]") -> bool:
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode == 0


def require_room(place: Path, megabytes: int = ROOM) -> None:
    free = shutil.disk_usage(str(place)).free // 1_000_000
    if free < megabytes:
        raise Refusal(f"The disk is full: {place} has {free} MB left and {megabytes} MB are needed.")


def carry_out(command: "list[str]") -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        is_full = VENV.exists() and shutil.disk_usage(str(VENV)).free < LEAST  # not everything says why it failed
        shutil.rmtree(str(VENV), ignore_errors=True)
        raise Refusal(FULL if is_full else reason(done.stdout.decode(errors="replace")))


RESTORE = "restore requirements/dev.txt from the repository."
NO_NETWORK = "The packages cannot be fetched: is there a network?"
FULL = "The disk is full: free some space and start again."
REASONS = (
    ("No space left on device", FULL),
    ("DO NOT MATCH THE HASHES", f"The lock file does not fit the packages: {RESTORE}"),
    ("Hashes are required", f"The lock file is damaged, a hash is missing: {RESTORE}"),
    ("Invalid requirement", f"The lock file is damaged, a line cannot be read: {RESTORE}"),
    ("Temporary failure in name resolution", NO_NETWORK),
    ("Failed to establish a new connection", NO_NETWORK),
    ("Max retries exceeded", NO_NETWORK),
)


def reason(output: str) -> str:
    """The sentence for what the installer printed."""
    for sign, sentence in REASONS:
        if sign in output:
            return sentence
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING")]
    wrong = [line for line in lines if line.startswith("ERROR")] or lines[-1:] or ["no reason was given"]
    return f"The locked packages cannot be installed: {wrong[-1]}"
