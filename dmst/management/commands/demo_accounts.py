"""The invented accounts, one for each role."""

from typing import Any

from django.core.management.base import BaseCommand

from dmst import demo


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{'role':<16}{'e-mail':<32}password")
        for name, role, _full_name in demo.CAST:
            self.stdout.write(f"{role.label!s:<16}{demo.address(name):<32}{demo.PASSWORD}")
        self.stdout.write(f"\nEverybody and everything here is invented (seed {demo.SEED}).")
