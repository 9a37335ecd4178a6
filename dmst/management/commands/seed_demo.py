"""Invented people to try the product with; a second run changes nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from audit.trail import acting
from dmst import demo
from dmst.tasks import go_on_with_the_demo


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--referrals", type=int, default=demo.REFERRALS, help="of the past two years")
        parser.add_argument("--latest-first", action="store_true", help="leave the rest of the year to the worker")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["referrals"]
        with acting("seed-demo"):
            written = demo.begin(referrals=number) if options["latest_first"] else demo.seed(referrals=number)
            left = len(demo.untold(number))
        if left and options["latest_first"]:
            go_on_with_the_demo.delay()
        if options["verbosity"]:
            self.stdout.write(f"Invented data written (seed {demo.SEED})." if written else "Invented data is there.")
