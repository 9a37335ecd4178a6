"""Index every profile again, after a change of what it can be found by; interrupted, it goes on from --after."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit import trail
from youth.services import reindexing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=uuid.UUID, default=reindexing.FIRST, help="the last id that was printed")
        parser.add_argument("--batch", type=int, default=500, help="profiles in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        last, total, unreadable = options["after"], 0, 0
        while True:
            with trail.acting("reindex-search"):
                batch = reindexing.reindex_batch(after=last, size=options["batch"])
            if not batch.looked_at:
                break
            last, total, unreadable = batch.last, total + batch.looked_at, unreadable + batch.unreadable
            self.stdout.write(f"{total} profiles; to go on from here: --after {last}")
        self.stdout.write(f"{total - unreadable} profiles indexed, {unreadable} without a key left out.")
