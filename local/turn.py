"""Whose turn it is with a cluster: one program starts and stops it, others may use it while it is up."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from local.places import own_folder


class Turn:
    def __init__(self, folder: Path) -> None:
        own_folder(folder, mode=0o755)
        self.owner_file = folder / "owner.json"
        self.guests_file = folder / "guests.lock"
        self.held: TextIO | None = None

    def take(self, what: str) -> bool:
        """Become the owner; False when another program is."""
        file = opened(self.owner_file)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self.held = file
        self.announce(what=what)
        return True

    def announce(self, *, what: str, environment: Mapping[str, str] | None = None) -> None:
        """Tell others who the owner is and, once everything is up, how to reach its parts."""
        assert self.held
        self.held.seek(0)
        self.held.truncate()
        json.dump({"pid": os.getpid(), "what": what, "environment": dict(environment or {})}, self.held)
        self.held.flush()

    def give_back(self) -> None:
        if self.held:
            self.held.seek(0)
            self.held.truncate()
            self.held.close()
            self.held = None

    def owner(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self.owner_file.read_text())
        except (OSError, ValueError):
            return {"pid": 0, "what": "another program", "environment": {}}
        return found

    @contextmanager
    def as_guest(self) -> Iterator[TextIO]:
        """While inside, an owner that leaves waits (see ``wait_for_guests``)."""
        with opened(self.guests_file) as file:
            fcntl.flock(file, fcntl.LOCK_SH)
            yield file


def wait_for_guests(own_place: TextIO) -> None:
    fcntl.flock(own_place, fcntl.LOCK_EX)


def opened(path: Path) -> TextIO:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")
