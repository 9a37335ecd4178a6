"""Connecticut as DCF divides it: regions, area offices and the towns each office serves."""

import csv
from pathlib import Path
from typing import NamedTuple

from accounts.models import Office, Region, Town

SOURCE = Path(__file__).parent / "offices.csv"
CENTRAL = "HART Central Office"


class Row(NamedTuple):
    region: int
    office: str
    town: str


def read() -> list[Row]:
    with SOURCE.open(newline="", encoding="utf-8") as lines:
        return [Row(int(row["region"]), row["office"], row["town"]) for row in csv.DictReader(lines)]


def load_places() -> None:
    """Add what is missing. What an administrator has changed since stays; nothing is deleted: cases point here."""
    rows = read()
    Office.objects.get_or_create(is_central=True, defaults={"name": CENTRAL})
    numbers = sorted({row.region for row in rows})
    regions = {number: Region.objects.get_or_create(number=number)[0] for number in numbers}
    offices = {
        name: Office.objects.get_or_create(name=name, defaults={"region": regions[number]})[0]
        for number, name in sorted({(row.region, row.office) for row in rows})
    }
    for row in rows:
        Town.objects.get_or_create(name=row.town, defaults={"office": offices[row.office]})
