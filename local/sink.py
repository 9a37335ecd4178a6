"""Where every local mail ends: an SMTP server on this machine alone that keeps each mail as one .eml file.

    python -m local.sink FOLDER PORT_OR_FD

The file is complete before its name ends in .eml, and on the disk before the sender is told it was accepted.
"""

import asyncio
import datetime
import itertools
import os
import socket
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST = 10_000_000  # bytes


class Keeper:
    """aiosmtpd's handler; the method's name is its protocol."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802, RUF100
        try:
            self.keep(envelope.original_content or b"")
        except OSError as error:
            return f"451 The mail could not be kept: {error.strerror}"
        return "250 Kept"

    def keep(self, content: bytes) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        path = self.folder / f"{moment}-{os.getpid()}-{next(self.numbers):04}.eml"
        half = path.with_suffix(".half")
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
        return path


def listening() -> socket.socket:
    """A socket on a free port of this machine; who holds it can start the sink again on the same port."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    found.bind(("127.0.0.1", 0))
    found.listen(64)
    return found


async def serve(folder: Path, connection: socket.socket) -> None:
    keeper = Keeper(folder)

    def conversation() -> SMTP:
        return SMTP(keeper, data_size_limit=LARGEST, enable_SMTPUTF8=True, hostname="localhost")

    server = await asyncio.get_running_loop().create_server(conversation, sock=connection)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), socket.socket(fileno=int(sys.argv[2]))))
