"""Invented people to try the product with; a second run changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit.trail import acting
from dmst import demo


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--referrals", type=int, default=demo.REFERRALS, help="of the past year")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("seed-demo"):
            written = demo.seed(referrals=options["referrals"])
        if options["verbosity"]:
            self.stdout.write(f"Invented data written (seed {demo.SEED})." if written else "Invented data is there.")
