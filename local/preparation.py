"""Migrations, reference data and demo data, each a management command, on one loaded Django.

    python -m local.preparation [--demo]

Loading costs more than most of the commands, so it is done once and each runs in a fork. What is printed on standard
output is the table of demo accounts alone.
"""

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence

import django
from django.core.management import execute_from_command_line

from local.bootstrap import one_sentence
from local.console import failure, step

QUIET = ["--verbosity=0", "--skip-checks"]
ALWAYS = (
    ("Migrations", ["migrate", *QUIET]),
    ("Regions, offices, towns, instrument", ["load_reference", *QUIET]),
)
DEMO = ("Invented demo data", ["seed_demo", "--latest-first", *QUIET])


def main(arguments: Sequence[str]) -> None:
    with one_sentence():
        with step("Loading the application"):
            django.setup()
        wants_demo = "--demo" in arguments
        for title, words in (*ALWAYS, DEMO) if wants_demo else ALWAYS:
            with step(title):
                said_by(words, title)
        if wants_demo:
            print(said_by(["demo_accounts", "--skip-checks"], "The table of demo accounts"), end="")


def said_by(words: Sequence[str], title: str) -> str:
    """What the command printed; a refusal with its end when it failed."""
    with tempfile.TemporaryFile("w+") as output:
        pid = os.fork()
        if pid == 0:
            become(words, output.fileno())
        _, status = os.waitpid(pid, 0)
        output.seek(0)
        text = output.read()
    if status:
        raise failure(title, text)
    return text


def become(words: Sequence[str], output: int) -> None:
    """In the fork: run the command with its output in the file, and never return."""
    code = 1
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        execute_from_command_line(["manage.py", *words])
        code = 0
    except SystemExit as end:
        code = 0 if end.code in (0, None) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
