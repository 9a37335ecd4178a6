"""Walks the whole trail and says the first row that is not as it was written; exit code 1 when there is one."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import anchors, chain


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="what anchor_audit wrote, one anchor a line")
        parser.add_argument("--batch", type=int, default=chain.BATCH, help="rows read at a time")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["anchor"]
        try:  # the anchors first: none of them may be newer than the rows
            kept = anchors.read(path.read_text().splitlines()) if path else []
            known = chain.verify({anchor.count: anchor.hash for anchor in kept if anchor.count}, batch=options["batch"])
        except OSError as error:
            raise CommandError(f"The anchors cannot be read: {error.strerror}.") from None
        except (anchors.BadAnchor, chain.BrokenChain) as broken:
            raise CommandError(f"The trail is broken: {broken}.") from None
        self.stdout.write(f"{known.count} rows verified; {len(kept)} anchors hold.")
