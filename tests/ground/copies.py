"""A copy of the checkout to break, and the means to see what runs from it."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from local.bootstrap import ROOT

LEFT_OUT = (".git", ".local", ".venv", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache", "tests", "docs")
OUR_SETTINGS = ("_URL", "_KEY", "_KEYS", "DMST_ENV", "PORT", "STATICFILES_STORAGE", "LOCAL_MAIL_DIR", "ALLOWED_HOSTS")
ENTRY = "import sys; from local import commands; sys.exit(commands.main(sys.argv[1:]))"


def copy_of_checkout(target: Path) -> Path:
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    return target


def clean_environment(**more: str) -> dict[str, str]:
    """Without what the suite itself was given, or the copy would work on the suite's databases."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith(OUR_SETTINGS)}
    return {**kept, **more}


def said_by(copy: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env=clean_environment(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def running_from(*folders: Path) -> list[str]:
    """The processes that have one of the folders in their command line or work in it."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            work = os.readlink(entry / "cwd")
            if any(str(folder) in words or work.startswith(str(folder)) for folder in folders):
                found.append(f"{entry.name} {words}")
    return found


def eventually(happens: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


@contextlib.contextmanager
def run_up(copy: Path, port: int, log: Path) -> Iterator[subprocess.Popen[str]]:
    """The whole product started from the copy, at its ready line."""
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", ENTRY],
            cwd=copy,
            env=clean_environment(PORT=str(port)),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout
    try:
        assert process.stdout.readline() == f"ready http://localhost:{port}/\n", log.read_text()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
