"""The database's clock, moved: for every connection at once, and back after the test."""

from django.db import connection


def later(interval: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE test_clock SET shift = shift + %s::interval", [interval])
