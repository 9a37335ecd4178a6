"""The processes of the local parts: a group each, none outlives this one, one that ended comes back."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local.bootstrap import ROOT, Refusal
from local.console import failure, say
from local.places import Account, own_folder

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
LOG_TAIL = 4_000  # bytes shown of a log when its process fails
TOO_OFTEN = (5, 60.0)  # ends within seconds: then it is not started again


@dataclass
class Part:
    """One process to keep running."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    stop_signal: int = signal.SIGTERM
    patience: float = 8.0  # seconds it may take to end by itself
    account: Account | None = None
    folder: Path = ROOT
    pass_fds: Sequence[int] = ()
    ends: list[float] = field(default_factory=list)


def tied_to_parent(number: int) -> Callable[[], None]:
    """For the child, before it becomes its program: when this process dies, it gets the signal (Linux)."""
    parent = os.getpid()

    def tie() -> None:
        if hasattr(_libc, "prctl"):
            _libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return tie


class Children:
    """Start, watch and stop; the guard covers the case that nobody is left to stop them."""

    def __init__(self, logs: Path) -> None:
        self.logs = own_folder(logs)
        self.parts: dict[int, Part] = {}
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.guard = subprocess.Popen(
            [sys.executable, "-m", "local.guard"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            bufsize=1,
            start_new_session=True,
        )

    def log_of(self, part: Part) -> Path:
        return self.logs / f"{part.name}.log"

    def start(self, part: Part) -> int:
        as_other: dict[str, object] = {}
        if part.account and part.account.is_other:
            as_other = {"user": part.account.uid, "group": part.account.gid, "extra_groups": []}
        with self.log_of(part).open("ab") as log:
            process = subprocess.Popen(  # type: ignore[call-overload]
                part.command,
                cwd=part.folder,
                env=dict(part.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=part.pass_fds,
                preexec_fn=tied_to_parent(part.stop_signal),
                **as_other,
            )
        self.tell_guard(f"{process.pid} {int(part.stop_signal)}")
        self.parts[process.pid], self.processes[process.pid] = part, process
        return process.pid

    def tell_guard(self, line: str) -> None:
        assert self.guard.stdin
        with contextlib.suppress(BrokenPipeError):
            self.guard.stdin.write(f"{line}\n")

    def await_ready(self, pid: int, ready: Callable[[], bool], seconds: float) -> None:
        """Wait until it answers; a refusal with the end of its log when it ends first or takes too long."""
        part, until = self.parts[pid], time.monotonic() + seconds
        while not ready():
            if ended(pid) or time.monotonic() > until:
                raise failure(part.name, self.tail(part), self.log_of(part))
            time.sleep(0.03)

    def tail(self, part: Part) -> str:
        return self.log_of(part).read_bytes()[-LOG_TAIL:].decode(errors="replace")

    def watch(self) -> None:
        """Until a signal comes: whatever ends is started again. Refused when it ends time after time."""
        while True:
            found = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
            if found is None or found.si_pid not in self.processes:
                if found and found.si_pid == self.guard.pid:
                    raise Refusal("The guard process was killed, so everything is stopped.")
                os.waitpid(found.si_pid if found else -1, 0)
                continue
            part = self.parts[found.si_pid]
            self.bring_back(part, self.forget(found.si_pid))

    def bring_back(self, part: Part, code: int) -> None:
        often, within = TOO_OFTEN
        now = time.monotonic()
        part.ends = [moment for moment in part.ends if moment > now - within] + [now]
        if len(part.ends) >= often:
            raise failure(part.name, self.tail(part), self.log_of(part))
        say(f"  {part.name} ended (status {code}) and is started again")
        time.sleep(0.5)
        self.start(part)

    def forget(self, pid: int) -> int:
        """End what is left of its group while the number is still its own; returns its status."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        self.tell_guard(f"-{pid}")
        del self.parts[pid]
        return self.processes.pop(pid).wait()

    def stop(self, names: Sequence[str] = ()) -> None:
        """End the named ones, or all: the latest first, each by its own signal, then by force."""
        chosen = [pid for pid, part in reversed(self.parts.items()) if not names or part.name in names]
        for pid in chosen:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, self.parts[pid].stop_signal)
        until = time.monotonic() + max((self.parts[pid].patience for pid in chosen), default=0)
        for pid in chosen:
            while time.monotonic() < until and not ended(pid):
                time.sleep(0.02)
            self.forget(pid)

    def close(self) -> None:
        self.stop()
        self.tell_guard("done")
        assert self.guard.stdin
        with contextlib.suppress(BrokenPipeError):
            self.guard.stdin.close()
        self.guard.wait()


def ended(pid: int) -> bool:
    """Whether a child has ended; it is not reaped yet."""
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
