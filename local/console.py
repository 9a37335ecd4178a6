"""What the person at the terminal sees while it works, on standard error: each step with its time."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.bootstrap import FULL, Refusal

WIDTH = 40


@contextmanager
def step(title: str) -> Iterator[None]:
    say(f"  {title + ' ':.<{WIDTH}} ", end="")
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say("not done")
        raise
    say(f"{time.monotonic() - started:4.1f} s")


def say(words: str, end: str = "\n") -> None:
    print(words, end=end, file=sys.stderr, flush=True)


def failure(title: str, output: str, log: Path | None = None) -> Refusal:
    """The refusal for a step that failed, with the end of what it printed."""
    if "No space left on device" in output:
        return Refusal(FULL)
    end = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
    where = f" (whole log: {log})" if log else ""
    hint = "\n  The environment looks damaged: delete .venv and start again." if "ModuleNotFound" in output else ""
    return Refusal(f"{title} failed{where}:\n{end}{hint}")
