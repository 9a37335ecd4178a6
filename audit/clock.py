"""The database's clock: the only one for what is stored and for deadlines."""

from contextvars import ContextVar
from datetime import datetime

from django.db import connection

_now: ContextVar[datetime | None] = ContextVar("now", default=None)


def now() -> datetime:
    """The same value all through one request or task; outside of one, asked anew each time."""
    return _now.get() or ask()


def ask() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT dmst_now()")
        row = cursor.fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment


def seed(moment: datetime | None) -> None:
    """Fix now for what follows in this request or task."""
    _now.set(moment)
