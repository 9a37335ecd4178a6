"""The statements of one request, written to a file when its header names one; otherwise nothing happens here."""

import json
import os
from collections.abc import Callable
from pathlib import Path

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test.utils import CaptureQueriesContext

HEADER = "X-Record"
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def folder() -> Path:
    return Path(os.environ["BENCH_FOLDER"])


class RecordingMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = request.headers.get(HEADER)
        return self.recorded(request, name) if name else self.get_response(request)

    def recorded(self, request: HttpRequest, name: str) -> HttpResponse:
        with CaptureQueriesContext(connections["default"]) as cases, CaptureQueriesContext(connections["keys"]) as keys:
            response = self.get_response(request)
        found = {"default": statements(cases), "keys": statements(keys)}
        (folder() / f"{name}.json").write_text(json.dumps(found))
        return response


def statements(captured: CaptureQueriesContext) -> list[str]:
    """Without those that only begin and end transactions."""
    said = (query["sql"] for query in captured.captured_queries)
    return [sql for sql in said if not sql.startswith(TRANSACTION)]
