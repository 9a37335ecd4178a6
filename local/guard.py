"""Ends what a killed launcher leaves behind. Started first, knows every child, waits for its parent's end.

A line read is "PID SIGNAL" for a child that has begun, or "-PID" for one that has ended. When the pipe closes
without "done", the launcher was killed: each child gets its signal, and some seconds later its group SIGKILL.
"""

import contextlib
import os
import signal
import sys
import time

PATIENCE = 6.0  # seconds


def main() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    children: dict[int, int] = {}
    for line in sys.stdin:
        word, *rest = line.split()
        if word == "done":
            return
        if word.startswith("-"):
            children.pop(int(word[1:]), None)
        else:
            children[int(word)] = int(rest[0])
    end(children)


def end(children: dict[int, int]) -> None:
    for pid, number in reversed(children.items()):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and any(alive(pid) for pid in children):
        time.sleep(0.05)
    for pid in children:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    main()
