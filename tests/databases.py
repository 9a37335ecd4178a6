"""Databases for the tests: a template migrated once by the migrator, cloned for each worker, used as the app's role."""

import hashlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2.extensions import connection as Connection

ROOT = Path(__file__).resolve().parent.parent
ADMIN_URL = os.environ["TEST_ADMIN_URL"]
SCHEMA_SOURCES = (
    "*/migrations/*.py",
    "dmst/roles.sql",
    "dmst/management/commands/migrate.py",
    "tests/databases.py",
)
REFERENCE_SOURCES = (
    "accounts/places/*",
    "referrals/data/*",
    "referrals/providers.py",
    "screening/instruments/*",
    "dmst/management/commands/load_reference.py",
)
# What load_reference wrote once stays; so does the trail, which nothing may empty.
KEPT_TABLES = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "audit_entry",
    "accounts_region",
    "accounts_office",
    "accounts_town",
    "referrals_provider",
    "screening_instrumentversion",
    "test_clock",
)
# The product's dmst_now() is now() alone. Here, and only here, a test can move it, for every connection at once.
MOVABLE_CLOCK = """
    CREATE TABLE test_clock (shift interval NOT NULL);
    INSERT INTO test_clock VALUES ('0');
    GRANT SELECT, UPDATE ON test_clock TO dmst_app;
    CREATE OR REPLACE FUNCTION dmst_now() RETURNS timestamptz LANGUAGE sql STABLE AS $$
        SELECT now() + (SELECT shift FROM test_clock)
            + coalesce(nullif(current_setting('dmst.now_offset', true), ''), '0')::interval
    $$;
"""
EMPTY_THE_REST = """
    SET session_replication_role = replica;
    DO $$ DECLARE t text; BEGIN
        FOR t IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND NOT tablename = ANY (string_to_array('{kept}', ','))
        LOOP EXECUTE format('DELETE FROM %I', t); END LOOP;
    END $$;
"""


def address_of(name: str, url: str = ADMIN_URL, user: str = "") -> str:
    parts = urlsplit(url)
    netloc = parts.netloc
    if user:
        netloc = f"{user}@{netloc.rpartition('@')[2]}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{name}"))


@contextmanager
def administering(name: str = "postgres") -> Iterator[Connection]:
    connection = psycopg2.connect(address_of(name))
    connection.autocommit = True
    try:
        yield connection
    finally:
        connection.close()


def fingerprint() -> str:
    digest = hashlib.sha256()
    for pattern in SCHEMA_SOURCES + REFERENCE_SOURCES:
        for path in sorted(found for found in ROOT.glob(pattern) if found.is_file()):
            digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def environment_for(name: str) -> dict[str, str]:
    """The addresses of a pair of databases, as the product reads them from its environment."""
    return {
        "DATABASE_URL": address_of(name, user="dmst_app"),
        "KEYS_URL": address_of(f"{name}_keys", user="dmst_app"),
        "MIGRATOR_URL": address_of(name, user="dmst_migrator"),
        "MIGRATOR_KEYS_URL": address_of(f"{name}_keys", user="dmst_migrator"),
    }


def template() -> str:
    """The name of a migrated pair of databases with the reference data; made when the migrations have changed."""
    name = f"template_{fingerprint()}"
    with administering() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4711)")
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname IN (%s, %s)", (name, f"{name}_keys"))
        if cursor.fetchone() != (2,):
            drop_matching("template\\_%")
            make_template(name)
    return name


def make_template(name: str) -> None:
    building = f"building_{uuid.uuid4().hex[:8]}"
    with administering() as connection, connection.cursor() as cursor:
        cursor.execute((ROOT / "dmst" / "roles.sql").read_text())
        for database in (building, f"{building}_keys"):
            cursor.execute(f"CREATE DATABASE {database} OWNER dmst_owner")
    for command in ("migrate", "load_reference"):
        done = subprocess.run(
            [sys.executable, "manage.py", command, "--verbosity=0"],
            cwd=ROOT,
            env={**os.environ, **environment_for(building)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            drop_matching(f"{building}%")
            raise RuntimeError(f"manage.py {command} failed on the test template:\n{done.stderr[-3000:]}")
    with administering(building) as connection, connection.cursor() as cursor:
        cursor.execute(MOVABLE_CLOCK)
    with administering() as connection, connection.cursor() as cursor:
        for suffix in ("_keys", ""):
            cursor.execute(f"ALTER DATABASE {building}{suffix} RENAME TO {name}{suffix}")


def drop_matching(pattern: str) -> None:
    with administering() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", (pattern,))
        for (database,) in cursor.fetchall():
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def cloned() -> Iterator[str]:
    """A fresh pair of databases for one worker, dropped at the end."""
    name = f"test_{uuid.uuid4().hex[:10]}"
    source = template()
    with administering() as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4711)")  # a template being copied must not be dropped
        for suffix in ("", "_keys"):
            cursor.execute(f"CREATE DATABASE {name}{suffix} TEMPLATE {source}{suffix} OWNER dmst_owner")
    try:
        yield name
    finally:
        drop_matching(f"{name}%")


def empty(name: str) -> None:
    """Back to the template's rows, without TRUNCATE: the trail refuses it, and nobody switches its triggers off."""
    for database in (name, f"{name}_keys"):
        with administering(database) as connection, connection.cursor() as cursor:
            cursor.execute(EMPTY_THE_REST.format(kept=",".join(KEPT_TABLES)))
    with administering(name) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE test_clock SET shift = '0'")
