"""./test, and whatever else measures: on clusters of their own, never on anybody's data."""

import base64
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from local import environment, foreground
from local.bootstrap import LOCAL, ROOT, Refusal, one_sentence
from local.stores import Stores, stores

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WORKERS_PER_CORE = 1.5  # a browser test waits, for a page or for a clock; with more they wait for each other
PLACES = ("", "local", "test")
OPEN_KEYS = {  # they protect nothing: tests hold invented data only
    "SECRET_KEY": "a key for tests alone, which everybody may read and nobody else uses",
    "VAULT_KEYS": f"k1:{base64.b64encode(bytes(range(32))).decode()}",
    "INDEX_KEY": base64.b64encode(bytes(range(32, 64))).decode(),
}


def main(arguments: Sequence[str]) -> int:
    """pytest over everything on all cores; with a path, over that alone in one process."""
    with one_sentence(), stores("test", durable=False) as found:
        command = [sys.executable, "-m", "pytest", *cores(arguments), *arguments]
        return foreground.run(command, settings(found), ROOT)


def measured(module: str, arguments: Sequence[str]) -> int:
    """A module of bench/ on a cluster that writes as durably as a real one."""
    if not list(ROOT.glob(f"{module.replace('.', '/')}.py")) and not (ROOT / module / "__main__.py").exists():
        raise Refusal(f"There is no {module.replace('.', '/')} here.")
    with stores("bench", durable=True) as found:
        return foreground.run([sys.executable, "-m", module, *arguments], settings(found), ROOT)


def cores(arguments: Sequence[str]) -> list[str]:
    narrowed = any((ROOT / word.split("::")[0]).exists() for word in arguments if not word.startswith("-"))
    chosen = any(word.startswith(("-n", "--numprocesses", "--pdb", "--trace")) for word in arguments)
    if narrowed or chosen:
        return []
    workers = int(WORKERS_PER_CORE * (os.cpu_count() or 1))
    return ["-n", str(workers), "--dist", "worksteal"]


def settings(found: Stores) -> dict[str, str]:
    """Nothing of the person's own settings, or a test could reach their database."""
    if (place := environment.given("DMST_ENV")) not in PLACES:
        raise Refusal(f"DMST_ENV is {place}: tests do not run there.")
    ours = {
        "DMST_ENV": "test",
        "SITE_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "MAIL_FROM": "noreply@hart.example",
        "EMAIL_URL": "smtp://127.0.0.1:9",
        "REDIS_URL": found.broker.address,
        "TEST_ADMIN_URL": found.cluster.address("postgres", "postgres"),
        "LOCAL_MAIL_DIR": str(LOCAL / "test" / "mail"),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # the browser driver runs an event loop beside the tests
        **environment.databases_of(found.cluster),
        **OPEN_KEYS,
    }
    if browser := chromium():
        ours["CHROMIUM"] = browser
    return {**environment.environment({}, {}), **ours}


def chromium() -> str:
    """The browser of the browser tests; empty when there is none, and they are skipped and counted."""
    said = environment.given("CHROMIUM")
    if said and not os.access(said, os.X_OK):
        raise Refusal(f"CHROMIUM is {said}, which cannot be started.")
    return said or next((str(Path(found)) for name in CHROMIUM_NAMES if (found := shutil.which(name))), "")
