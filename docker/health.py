"""Is this container doing its work? One word says which it is: web, worker, beat or sweep. Exit 0 means yes."""

import os
import socket
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

SCHEDULE = Path("/tmp/beat")  # noqa: S108  # a memory file system of this container alone
BEAT_WRITES_WITHIN = 600  # seconds; it does every three minutes
PATIENCE = 8  # seconds


def web() -> bool:
    """As the proxy asks; the answer covers both databases and whether mail flows."""
    headers = {"Host": urlsplit(os.environ["SITE_URL"]).netloc, "X-Forwarded-Proto": "https"}
    asked = urllib.request.Request("http://127.0.0.1:8000/health/", headers=headers)
    with urllib.request.urlopen(asked, timeout=PATIENCE) as page:  # noqa: S310  # the address is the line above
        return bool(page.status == 200)


def worker() -> bool:
    return reaches("REDIS_URL", 6379)


def sweep() -> bool:
    return reaches("EMAIL_URL", 25)


def beat() -> bool:
    return any(path.stat().st_mtime > time.time() - BEAT_WRITES_WITHIN for path in SCHEDULE.glob("schedule*"))


def reaches(setting: str, usual_port: int) -> bool:
    address = urlsplit(os.environ[setting])
    with socket.create_connection((address.hostname, address.port or usual_port), timeout=PATIENCE):
        return True


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "sweep": sweep, "beat": beat}[sys.argv[1]]() else 1)
