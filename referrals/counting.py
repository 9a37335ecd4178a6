"""How much there is in several lists, asked together."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def counted(
    rows: Mapping[str, QuerySet[Any]], *, most: int, beside: QuerySet[Any, dict[str, int]] | None = None
) -> dict[str, int]:
    """The number of rows of each, in one statement; of a long list no more than ``most`` are looked at.

    ``beside`` is one row of counts by name that the same statement brings.
    """
    counts, asked = dict.fromkeys(rows, 0), {}
    values: list[Any] = []
    for name, found in rows.items():
        try:
            statement, parameters = found.order_by().values("pk")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        asked[name] = f"(SELECT count(*) FROM ({statement}) AS found)"  # noqa: S608 -- what Django wrote
        values += parameters
    names, columns, source = [*asked], [*asked.values()], ""
    if beside is not None:
        statement, parameters = beside.query.sql_with_params()
        names += beside.query.annotation_select
        columns, source = [*columns, "beside.*"], f" FROM ({statement}) AS beside"
        values += parameters
    if not columns:
        return counts
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}{source}", values)
        return counts | dict(zip(names, cursor.fetchone(), strict=True))
