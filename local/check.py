"""./run check: everything that can be held without running the product, all failures at once."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from local import environment, locks, suite
from local.bootstrap import ROOT

REQUIREMENTS = ROOT / "requirements"
LOCKS = {"dev.txt": ("app.in", "dev.in"), "image.txt": ("app.in", "image.in"), "build.txt": ("build.in",)}
NO_DATABASE = "postgres://nobody@127.0.0.1:9/nothing"
IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"
LIMIT = 600  # seconds


@dataclass(frozen=True)
class Outcome:
    title: str
    output: str
    passed: bool
    seconds: float


def main() -> int:
    checks: list[Callable[[], Outcome]] = [partial(command, title, line) for title, line in commands()]
    checks.append(lock_files)
    failed = []
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for outcome in pool.map(lambda check: check(), checks):
            print(
                f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.seconds:5.1f} s  {outcome.title}",
                flush=True,
            )
            if not outcome.passed:
                failed.append(outcome)
    for outcome in failed:
        print(f"\n--- {outcome.title}\n{outcome.output.strip()}")
    print(f"\n{len(checks) - len(failed)} of {len(checks)} checks passed")
    return 1 if failed else 0


def commands() -> list[tuple[str, list[str]]]:
    python = [sys.executable]
    manage = [*python, "-W", "ignore::RuntimeWarning", "manage.py"]  # it would warn that there is no database
    return [
        ("types", [*python, "-m", "mypy", *packages()]),
        ("style", [*python, "-m", "ruff", "check", "."]),
        ("format", [*python, "-m", "ruff", "format", "--check", "."]),
        ("templates: format", [*python, "-m", "djlint", "--quiet", "--check", "templates"]),
        ("templates: lint", [*python, "-m", "djlint", "--quiet", "--lint", "templates"]),
        ("import order", [*python, "-c", IMPORTS]),
        ("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        ("docs/workflow.md", [*manage, "workflow_docs", "--check"]),
        ("docs/access.md", [*manage, "access_docs", "--check"]),
        ("docs/notifications.md", [*manage, "notification_docs", "--check"]),
    ]


def packages() -> list[str]:
    return sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")


def command(title: str, line: list[str]) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(line, cwd=ROOT, env=settings(), capture_output=True, text=True, check=False, timeout=LIMIT)
    return Outcome(title, done.stdout + done.stderr, done.returncode == 0, time.monotonic() - started)


def settings() -> dict[str, str]:
    addresses = dict.fromkeys(("DATABASE_URL", "KEYS_URL"), NO_DATABASE)
    ours = {"DMST_ENV": "test", "SITE_URL": "http://localhost:8000", "EMAIL_URL": "smtp://127.0.0.1:9"}
    ours |= {"REDIS_URL": "redis://127.0.0.1:9", **addresses, **suite.OPEN_KEYS}
    return {**environment.environment({}, {}), **ours}


def lock_files() -> Outcome:
    wrong = []
    for name, sources in LOCKS.items():
        found = locks.faults(REQUIREMENTS / name, [REQUIREMENTS / source for source in sources])
        wrong += [f"requirements/{name}: {fault}" for fault in found]
    held = {name: locks.pins(REQUIREMENTS / name) for name in LOCKS}
    tested = {**held["dev.txt"], "psycopg2": held["dev.txt"].get("psycopg2-binary")}
    for name, version in held["image.txt"].items():
        if tested.get(name, version) != version:
            wrong.append(f"{name} {version} in image.txt is not the {tested[name]} that dev.txt tests")
    return Outcome("lock files", "\n".join(wrong), not wrong, 0.0)
