"""Sends a mail that was given up once more."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from audit import trail
from notifications import outbox
from notifications.models import Message


class Command(BaseCommand):
    help = "Queues a mail that could not be delivered again, and says so in the trail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("id", type=UUID, help="the mail's id, as the alert gives it")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with trail.acting("requeue-mail") as actor:
                outbox.requeue(options["id"], by=actor)
        except Message.DoesNotExist:
            raise CommandError("There is no such mail.") from None
        except outbox.CannotRequeue as refusal:
            raise CommandError(refusal.message) from None
        self.stdout.write("queued")
