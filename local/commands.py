"""The words of ./run."""

import sys
from collections.abc import Sequence

from local import check, environment, foreground, keyring, serve, suite
from local.bootstrap import ROOT, Refusal, one_sentence
from local.stores import stores

USAGE = """\
./run               everything on this machine: databases, broker, mail sink, web server, worker
./run manage ARGS   a management command on the same local database
./run check         style, types, templates, import order, migrations, lock files, generated documents
./run bench [ARGS]  what a page costs, beside the same work in Django admin
./run prove [NAME]  a long proof; without a name, lists them
"""
NOWHERE = {"EMAIL_URL": "smtp://127.0.0.1:9"}  # mails wait in the outbox until ./run delivers them


def main(arguments: Sequence[str]) -> int:
    word, *rest = [*arguments] or ["serve"]
    words = {
        "serve": lambda: serve.main(),
        "manage": lambda: manage(rest),
        "check": lambda: check.main(),
        "bench": lambda: suite.measured("bench", rest),
        "prove": lambda: prove(rest),
    }
    if word not in words:
        print(USAGE, end="", file=sys.stdout if word in ("help", "-h", "--help") else sys.stderr)
        return 0 if word in ("help", "-h", "--help") else 2
    with one_sentence():
        return words[word]()


def manage(arguments: Sequence[str]) -> int:
    environment.require_local()
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    if not environment.needs_cluster():
        ours = environment.databases(None) | NOWHERE | {"REDIS_URL": "redis://127.0.0.1:9"}
        return foreground.run(command, settings(ours, database_exists=False))
    with stores("", durable=True) as found:
        ours = {"REDIS_URL": found.broker.address, **NOWHERE, **found.owner["environment"]}
        values = settings(ours | environment.databases(found.cluster), database_exists=not found.are_new)
        if found.are_new:
            serve.prepared(values)
        return foreground.run(command, values)


def settings(ours: dict[str, str], *, database_exists: bool) -> dict[str, str]:
    ours.setdefault("SITE_URL", f"http://localhost:{environment.port()}")
    return environment.environment(keyring.keys(database_exists=database_exists), ours)


def prove(arguments: Sequence[str]) -> int:
    names = sorted(path.stem.removeprefix("prove_") for path in (ROOT / "bench").glob("prove_*.py"))
    if not arguments or arguments[0] not in names:
        asked = f"There is no proof called {arguments[0]}. " if arguments else ""
        raise Refusal(f"{asked}./run prove NAME, with one of: {', '.join(names)}")
    return suite.measured(f"bench.prove_{arguments[0]}", arguments[1:])
