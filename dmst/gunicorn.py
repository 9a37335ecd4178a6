"""How the web server runs, on a laptop and in the image alike: ``gunicorn --config python:dmst.gunicorn``."""

from pathlib import Path

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
