"""Whom HART refers to, as a file."""

import csv
from pathlib import Path

from referrals.models import Provider

SOURCE = Path(__file__).parent / "data" / "providers.csv"


def load_providers() -> None:
    """Add what is missing. What an administrator has changed since stays; nothing is deleted: services point here."""
    with SOURCE.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            code = row.pop("code")
            Provider.objects.get_or_create(code=code, defaults=row)
