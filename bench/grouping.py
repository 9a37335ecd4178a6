"""The plain statements of a page, sent one after another: what a view would cost that only groups and counts."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection


@cache
def statements(name: str) -> tuple[str, ...]:
    """Of a file beside this one."""
    found = (Path(__file__).parent / f"{name}.sql").read_text().split(";\n")
    return tuple(one for one in found if one.strip())


def grouped(name: str, values: Mapping[str, Any]) -> int:
    """How many rows they gave: all that a plain page would show."""
    rows = 0
    with connection.cursor() as cursor:
        for statement in statements(name):
            cursor.execute(statement, values)
            rows += len(cursor.fetchall())
    return rows
