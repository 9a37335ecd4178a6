"""The plan the database takes for a query, and whether it reads a whole table of cases on the way."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

CASES = ("youth_youth", "youth_searchtoken", "youth_access")  # offices and towns are few, and read whole


@dataclass(frozen=True)
class Step:
    depth: int
    words: str
    reads_whole: str  # the table of cases that is read from end to end, or ""


def plan_of(rows: QuerySet[Any]) -> list[Step]:
    """As it was carried out, not only as it was meant."""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
        found = cursor.fetchone()[0]
    told = json.loads(found) if isinstance(found, str) else found
    return list(steps(told[0]["Plan"], 0))


def steps(node: dict[str, Any], depth: int) -> Iterator[Step]:
    kind, table = node["Node Type"], node.get("Relation Name", "")
    by = f" by {node['Index Name']}" if "Index Name" in node else ""
    on = f" on {table}" if table else ""
    words = f"{kind}{on}{by} (rows {node['Actual Rows']} x {node['Actual Loops']})"
    yield Step(depth, words, table if kind == "Seq Scan" and table in CASES else "")
    for inner in node.get("Plans", ()):
        yield from steps(inner, depth + 1)
