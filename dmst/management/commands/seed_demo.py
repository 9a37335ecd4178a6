"""Invented people to try the product with; a second run changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from audit.trail import acting
from dmst import demo


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("seed-demo"):
            written = demo.seed()
        if options["verbosity"]:
            self.stdout.write(f"Invented data written (seed {demo.SEED})." if written else "Invented data is there.")
