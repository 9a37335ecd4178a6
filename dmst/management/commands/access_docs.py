"""docs/access.md, made from the URLconf and the table of roles: who may open which address."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.permissions import ROLES, Permission, Role
from dmst.access import Address, addresses

PAGE = Path(settings.BASE_DIR) / "docs" / "access.md"
INTRODUCTION = """\
# Who may open what

Made by `./run manage access_docs` from the URLconf and `accounts/permissions.py`; do not edit.
A view that declares nothing is denied to everybody. Which rows a person sees within a page is another
question: each list and each record is limited to their scope, and what lies outside it is "not found".
"""


class Command(BaseCommand):
    help = "Write docs/access.md; with --check say whether it is up to date, and change nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = page()
        if not options["check"]:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(wanted, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
            raise CommandError("docs/access.md is stale: run ./run manage access_docs")


def page() -> str:
    return "\n".join([INTRODUCTION, *roles(), "", *permissions(), "", *table_of_addresses(), ""])


def roles() -> list[str]:
    lines = ["## Roles", "", "| Role | What it is for |", "|---|---|"]
    return [*lines, *(f"| {role.label} | {duties.description} |" for role, duties in ROLES.items())]


def permissions() -> list[str]:
    heads = " | ".join(str(role.label) for role in Role)
    lines = ["## Permissions", "", f"| Permission | {heads} |", f"|---|{'---|' * len(Role)}"]
    for permission in Permission:
        marks = " | ".join("yes" if permission in ROLES[role].permissions else "" for role in Role)
        lines.append(f"| `{permission.value}` {permission.label} | {marks} |")
    return lines


def table_of_addresses() -> list[str]:
    lines = ["## Addresses", "", "| Address | Name | Permission | Roles |", "|---|---|---|---|"]
    return [*lines, *(line(address) for address in addresses())]


def line(address: Address) -> str:
    route = address.route.replace("|", "\\|")
    asked, who = "**undeclared**", "nobody"
    if address.is_public:
        asked, who = "none", "everybody, signed in or not"
    elif address.permission:
        asked = f"`{address.permission.value}`"
        who = holders(address.permission)
    return f"| `/{route}` | `{address.name}` | {asked} | {who} |"


def holders(permission: Permission) -> str:
    held = [role for role in Role if permission in ROLES[role].permissions]
    return "every role" if len(held) == len(Role) else ", ".join(str(role.label) for role in held)
