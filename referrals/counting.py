"""How much there is in several lists, asked together."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted(rows: Mapping[str, QuerySet[Any]], *, most: int) -> dict[str, int]:
    """The number of rows of each, in one statement; of a long list no more than ``most`` are looked at."""
    counts, asked = dict.fromkeys(rows, 0), {}
    values: list[Any] = []
    for name, found in rows.items():
        try:
            statement, parameters = found.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked[name] = f"(SELECT count(*) FROM ({statement}) AS found)"  # noqa: S608 -- what Django wrote
        values += parameters
    if not asked:
        return counts
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked.values())}", values)
        return counts | dict(zip(asked, cursor.fetchone(), strict=True))
