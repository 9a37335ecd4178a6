"""Whom HART refers to, as a file."""

import csv
from pathlib import Path

from referrals.models import Provider

SOURCE = Path(__file__).parent / "data" / "providers.csv"


def load_providers() -> None:
    """Bring the table in line with the file. Nothing is deleted: services point here."""
    with SOURCE.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            code = row.pop("code")
            Provider.objects.update_or_create(code=code, defaults=row)
