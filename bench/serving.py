"""The sites under measurement, each behind the product's own gunicorn configuration, and real requests to them."""

import http.client
import re
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.notifications.processes import running

UP_WITHIN = 60.0  # seconds
SECRET = "b" * 32  # of the token against forged requests; a browser would have been given one
SAVED = (302, 303)


class NotServed(Exception):
    """The web server did not come up; its last lines."""


class Unexpected(Exception):
    """An answer that is not the one a browser would get."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    location: str
    seconds: float


@dataclass(frozen=True)
class Served:
    port: int

    def ask(self, path: str, *, session: str = "", typed: Mapping[str, str] | None = None, record: str = "") -> Answer:
        """One request on a connection of its own, timed until the last byte."""
        headers = {"Host": "localhost", "Cookie": f"session={session}; csrf={SECRET}", "X-CSRFToken": SECRET}
        if record:
            headers["X-Record"] = record
        body = None
        if typed is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(typed)
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET" if typed is None else "POST", path, body, headers)
            reply = line.getresponse()
            content = reply.read()
        finally:
            line.close()
        seconds = time.perf_counter() - began
        return Answer(reply.status, content.decode(errors="replace"), reply.headers.get("Location", ""), seconds)


def expecting(answer: Answer, status: int, elsewhere: str = "") -> Answer:
    if answer.status != status or (elsewhere and elsewhere not in answer.location):
        wrong = re.findall(r'class="error.{0,400}', answer.body, re.DOTALL)
        raise Unexpected(answer.status, answer.location, wrong or answer.body[:2000])
    return answer


@contextmanager
def served(settings: str, folder: Path, **environment: str) -> Iterator[Served]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (sys.executable, "-m", "gunicorn", "--config=python:dmst.gunicorn", f"--bind=127.0.0.1:{port}")
    env = {"DJANGO_SETTINGS_MODULE": settings, "BENCH_FOLDER": str(folder), "LOG_LEVEL": "WARNING", **environment}
    told = folder / f"{settings}.log"
    with told.open("w") as log, running(*command, env=env, stdout=log, stderr=log) as child:
        until = time.monotonic() + UP_WITHIN
        while not listens(port):
            if child.poll() is not None or time.monotonic() > until:
                raise NotServed(told.read_text()[-3000:])
            time.sleep(0.1)
        yield Served(port)


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
