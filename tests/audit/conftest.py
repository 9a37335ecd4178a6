import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from audit import trail
from tests import databases

Superuser = Callable[..., None]


def written(count: int, **changes: Any) -> None:
    """Rows of the trail, committed one by one as requests do."""
    for number in range(count):
        with trail.acting("test"):
            person = uuid.uuid4()
            facts = {"view": "new", "status": number, "is_late": None}
            values = {"by": person, "youth": uuid.uuid4(), "ids": [uuid.uuid4(), person], "facts": facts}
            trail.record("youth.list", "youth", None, **{**values, "sealed": "words ü", **changes})


@pytest.fixture
def superuser() -> Superuser:
    """Whoever has the database in their hands: triggers are off for them."""

    def does(statement: str, *values: Any) -> None:
        with databases.administering(connection.settings_dict["NAME"]) as line, line.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement, values)

    return does


@pytest.fixture
def empty_trail(superuser: Superuser, transactional_db: None) -> None:
    """Other tests leave theirs: the trail is never emptied, save here."""
    superuser("DELETE FROM audit_entry")
