"""Delivers what is due: the sweep that needs the database and the mail server, and no broker."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections
from django.utils.module_loading import import_string

from notifications.delivery import deliver_due

logger = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Sends the mails that are due. Several may run at once. SIGTERM ends it after the mail under way."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="sweep again and again until told to end")
        parser.add_argument("--every", type=float, default=60, metavar="SECONDS", help="between sweeps (60)")

    def handle(self, *_args: Any, **options: Any) -> None:
        end = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: end.set())
        if not options["forever"]:
            self.stdout.write(f"{deliver_due(stop=end.is_set)} sent")
            return
        while not end.is_set():
            sweep(end)
            end.wait(options["every"])


def sweep(end: threading.Event) -> None:
    """Clocks first, then the mail they put. A database that is away for a while ends one sweep, not the sweeping."""
    close_old_connections()
    try:
        for name in settings.SWEPT_WITHOUT_BROKER:
            import_string(name)()
        deliver_due(stop=end.is_set)
    except Error as error:
        logger.error("mail.sweep_failed", code=type(error).__name__)
