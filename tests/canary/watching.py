"""A browser that notes every address, title and header it meets; a mail sink; and all that is logged."""

import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.test import Client

from dmst.logs import JsonFormatter
from local import sink
from tests.sources import ROOT

LINK = re.compile(r'\b(?:href|action|formaction|src)="([^"]*)"')
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


class Watched(Client):
    """What all of these see is noted in one list for each kind; where a page leads to is an address, too."""

    def __init__(self, seen: dict[str, list[str]], **more: Any) -> None:
        super().__init__(raise_request_exception=False, **more)
        self.seen = seen

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        self.seen["address"] += [f"{request['PATH_INFO']}?{request.get('QUERY_STRING', '')}"]
        self.seen["address"] += [answer.headers.get("Location", "")]
        self.seen["header"] += [f"{name}: {value}" for name, value in answer.headers.items()]
        self.seen["header"] += [cookie.OutputString() for cookie in answer.cookies.values()]
        if "html" in answer.headers.get("Content-Type", ""):
            page = answer.content.decode()
            self.seen["title"] += TITLE.findall(page)
            self.seen["address"] += [link for link in LINK.findall(page) if not link.startswith("tel:")]
        return answer


@contextmanager
def mail_sink(folder: Path) -> Iterator[int]:
    """The port of a real mail server that keeps each mail as a file."""
    with sink.listening() as listening:
        command = [sys.executable, "-m", "local.sink", str(folder), str(listening.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, pass_fds=(listening.fileno(),))
        try:
            yield int(listening.getsockname()[1])
        finally:
            process.terminate()
            process.wait()


LEVELS = {
    "": logging.DEBUG,
    "django": logging.DEBUG,
    "django.template": logging.INFO,  # says of every page what it looked for and did not find: no words, and minutes
}


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What the product's handler writes, at levels that keep nothing back."""
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, JsonFormatter)]
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    usual = handler.setStream(written)
    before = {name: logging.getLogger(name).level for name in LEVELS}
    try:
        for name, level in LEVELS.items():
            logging.getLogger(name).setLevel(level)
        yield written
    finally:
        handler.setStream(usual)
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)
