"""Regions, offices, towns, providers and the instrument, with its actions. Running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.places import load_places
from audit.trail import acting
from referrals.providers import load_providers
from screening.publishing import publish_shipped


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("load-reference"):
            load_places()
            load_providers()
            published = publish_shipped()
        if options["verbosity"]:
            self.stdout.write(f"Places loaded; {published} instrument version(s) published.")
