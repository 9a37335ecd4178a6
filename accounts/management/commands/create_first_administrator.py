"""The first account of a new installation; every further one is made by an administrator."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts import emails, services
from accounts.models import User
from accounts.permissions import Role
from audit import trail


class Command(BaseCommand):
    help = "Make the first administrator and print a link, valid 30 minutes, to set the password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True)
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        with trail.acting("create_first_administrator") as actor:
            user = first_administrator(options["email"], options["name"], by=actor)
        minutes = settings.PASSWORD_RESET_TIMEOUT // 60
        self.stdout.write(f"{user.email} is the administrator. Set the password within {minutes} minutes:")
        self.stdout.write(emails.password_link(user))


def first_administrator(email: str, name: str, *, by: str) -> User:
    """One made before who has never signed in is given a new link. Raises CommandError for any other."""
    existing = User.objects.administrators().first()
    if existing and (existing.last_login or existing.email != email.strip().lower()):
        raise CommandError("There is an administrator already; further accounts are theirs to make.")
    if existing:
        return existing
    try:
        return services.create_user(email=email, name=name, role=Role.ADMINISTRATOR, by=by)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
