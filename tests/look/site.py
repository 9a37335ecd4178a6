"""Serves finished pages with the product's own policy and stylesheets, to look at them in a browser."""

import mimetypes
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

STATIC = f"/{settings.STATIC_URL.strip('/')}/"


def policy() -> str:
    wanted = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    return "; ".join(
        f"{name} {' '.join(str(s) for s in sources if str(s).startswith(chr(39)))}" for name, sources in wanted.items()
    )


@contextmanager
def served(pages: Mapping[str, Callable[[], str]]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            if path.startswith(STATIC):
                found = finders.find(path.removeprefix(STATIC))
                self.answer(Path(found).read_bytes() if found else None, mimetypes.guess_type(path)[0] or "")
            else:
                page = pages.get(path)
                self.answer(page().encode() if page else None, "text/html; charset=utf-8")

        def answer(self, body: bytes | None, kind: str) -> None:
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", policy())
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
