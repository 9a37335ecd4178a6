"""How the web server runs, on a laptop and in the image alike: ``gunicorn --config python:dmst.gunicorn``."""

from pathlib import Path
from typing import Any

wsgi_app = "dmst.wsgi"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # loaded once, before the workers part; no connection is open yet
max_requests = 5_000
max_requests_jitter = 500
timeout = 60  # seconds
graceful_timeout = 25  # seconds for the requests under way
keepalive = 5  # seconds
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # heartbeats never wait for a disk

# The application logs its requests itself, by route. Of an error the server would write the whole address, query and
# all: its lines go through our formatter, and its own list of requests, which a configuration switches on, stays off.
logconfig_dict: dict[str, Any] = {
    "formatters": {"json": {"()": "dmst.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "INFO", "handlers": ["out"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["out"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}
