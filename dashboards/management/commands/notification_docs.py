from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dashboards import telling_page


class Command(BaseCommand):
    help = "Writes docs/notifications.md from the table of events; with --check only says whether it is fresh."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        page: Path = settings.BASE_DIR / "docs" / "notifications.md"
        text = telling_page.document()
        if not options["check"]:
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            raise CommandError("docs/notifications.md is stale: run manage notification_docs")
