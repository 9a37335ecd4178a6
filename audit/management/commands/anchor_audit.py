"""Writes one signed line that says how many rows the trail has and the hash of the newest: keep it elsewhere."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import anchors, chain, clock


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="append to this file instead of writing to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        line = anchors.line_of(chain.head(), clock.now())
        if options["file"] is None:
            self.stdout.write(line)
            return
        try:
            append(options["file"], line)
        except OSError as error:
            raise CommandError(f"The anchor cannot be written: {error.strerror}.") from None


def append(path: Path, line: str) -> None:
    """Nothing but an append: the file may be one to which nothing else is allowed."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        os.write(file, f"{line}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)
