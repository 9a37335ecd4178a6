"""Wrap every data key anew with the newest key of the ring; interrupted, it goes on where it stopped."""

from typing import Any

from django.core.management.base import BaseCommand

from vault import keys


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        total = 0
        while done := keys.rewrap_batch():
            total += done
        self.stdout.write(f"{total} data keys wrapped anew; 0 left on an older key.")
