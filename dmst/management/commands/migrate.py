"""Migrations of both databases, run as the migrator; the application's own role owns nothing."""

from typing import Any

import environ
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

OWNER = "dmst_owner"
GRANTS = """
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO dmst_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, USAGE ON SEQUENCES TO dmst_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO dmst_backup;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON SEQUENCES TO dmst_backup;
"""


class Command(Migrate):
    """Django's migrate over both databases unless one is named.

    Schema changes run as the owner; a data migration does ``RESET ROLE`` and works as the migrator itself.
    """

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database=None)

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        named = [options["database"]] if options["database"] else list(connections)
        return {**super().get_check_kwargs(options), "databases": named}

    def handle(self, *args: Any, **options: Any) -> None:
        for alias in [options["database"]] if options["database"] else list(connections):
            become_migrator(alias)
            super().handle(*args, **{**options, "database": alias})
            if alias == "default":
                call_command("createcachetable", verbosity=0)
            connections[alias].close()


def become_migrator(alias: str) -> None:
    """Reconnect as the migrator acting as owner, whose new tables the application may use."""
    address = {"default": settings.MIGRATOR_URL, "keys": settings.MIGRATOR_KEYS_URL}[alias]
    if not address:
        raise CommandError("MIGRATOR_URL and MIGRATOR_KEYS_URL are not set; see .env.example.")
    connection = connections[alias]
    connection.close()
    config = environ.Env.db_url_config(address)
    config["OPTIONS"] = {**config.get("OPTIONS", {}), "options": f"-c role={OWNER}"}
    connection.settings_dict.update(config)
    with connection.cursor() as cursor:
        cursor.execute(GRANTS)
