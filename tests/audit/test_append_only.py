"""The database itself refuses to change what the trail says, whoever asks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest
from psycopg2 import errors

from tests.audit.conftest import written

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.unrecorded]

CHANGES = ("UPDATE audit_entry SET action = 'other'", "DELETE FROM audit_entry", "TRUNCATE audit_entry")
# Who asks: the address they sign in with, and what they become.
ASKERS = {
    "app": ("DATABASE_URL", ""),
    "migrator": ("MIGRATOR_URL", ""),
    "owner": ("MIGRATOR_URL", "SET ROLE dmst_owner"),
}


@contextmanager
def as_(asker: str) -> Iterator[psycopg2.extensions.cursor]:
    address, becomes = ASKERS[asker]
    line = psycopg2.connect(os.environ[address])
    try:
        with line.cursor() as cursor:
            if becomes:
                cursor.execute(becomes)
            yield cursor
    finally:
        line.close()


@pytest.mark.parametrize("asker", ASKERS)
@pytest.mark.parametrize("change", CHANGES)
def test_no_role_changes_a_row(asker: str, change: str) -> None:
    written(1)
    refusal = errors.InsufficientPrivilege if asker == "app" else errors.RaiseException
    with as_(asker) as cursor, pytest.raises(refusal):
        cursor.execute(change)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION audit_content(e audit_entry) RETURNS bytea LANGUAGE sql AS $$ SELECT ''::bytea $$",
        "SET session_replication_role = replica",
        "SET ROLE dmst_owner",
    ],
)
def test_the_application_cannot_get_around_that(statement: str) -> None:
    with as_("app") as cursor, pytest.raises(errors.InsufficientPrivilege):
        cursor.execute(statement)


def test_the_application_reads_and_appends() -> None:
    with as_("app") as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        (before,) = cursor.fetchone()
    written(2)
    with as_("app") as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        assert cursor.fetchone() == (before + 2,)
