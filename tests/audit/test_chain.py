"""A trail in whole and in five ways tampered with, by somebody who can switch every trigger off."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections

from audit import chain
from audit.models import Entry
from tests.audit.conftest import Superuser, written
from vault import ring

pytestmark = [
    pytest.mark.django_db(databases="__all__", transaction=True),
    pytest.mark.unrecorded,
    pytest.mark.usefixtures("empty_trail"),
]

ROWS = 12
BATCH = 5  # so that a tampering falls in the middle, at the edge and across batches
HASHED_ANEW = """
    UPDATE audit_entry e SET hash = sha256(audit_content(e)) WHERE seq = %s
"""


def verified(capsys: Any, anchors: Path | None = None) -> str:
    call_command("verify_audit", batch=BATCH, anchor=anchors)
    return str(capsys.readouterr().out)


def broken(anchors: Path | None = None) -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_audit", batch=BATCH, anchor=anchors)
    assert found.value.returncode == 1
    return str(found.value)


@pytest.fixture
def anchored(tmp_path: Path) -> Path:
    """Three anchors of a growing trail, the last one of its last row."""
    path = tmp_path / "anchors"
    for count in (0, 5, ROWS - 5):
        written(count)
        call_command("anchor_audit", file=path)
    return path


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, ROWS])
def test_a_whole_trail_is_verified_and_counted(capsys: Any, count: int) -> None:
    written(count)
    assert verified(capsys) == f"{count} rows verified; 0 anchors hold.\n"


def test_with_its_anchors_too(capsys: Any, anchored: Path) -> None:
    written(2)
    assert verified(capsys, anchored) == f"{ROWS + 2} rows verified; 3 anchors hold.\n"


COLUMNS = {
    "at": "at + interval '1 microsecond'",
    "actor": "gen_random_uuid()",
    "system": "'other'",
    "action": "'youth.view'",
    "kind": "''",
    "subject": "gen_random_uuid()",
    "youth": "NULL",
    "ids": "'{}'",
    "facts": "'{\"status\": 0}'",
    "sealed": "NULL",
    "request_id": "'r2'",
}


def test_every_column_is_among_the_edited() -> None:
    chained = {"seq", "prev_hash", "hash"}
    assert {field.attname for field in Entry._meta.local_concrete_fields} == COLUMNS.keys() | chained


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edited_row_is_found_whatever_was_edited(superuser: Superuser, column: str) -> None:
    written(ROWS)
    superuser(f"UPDATE audit_entry SET {column} = {COLUMNS[column]} WHERE seq = 7")  # noqa: S608
    assert broken() == "The trail is broken: row 7: what it says was changed."


def test_an_edited_row_with_a_new_hash_breaks_the_next(superuser: Superuser) -> None:
    written(ROWS)
    superuser("UPDATE audit_entry SET actor = NULL WHERE seq = 7")
    superuser(HASHED_ANEW, 7)
    assert "row 8: it does not follow" in broken()


def test_an_edit_is_found_also_when_the_databases_own_function_lies(superuser: Superuser) -> None:
    written(ROWS)
    superuser("CREATE TABLE kept_rows AS SELECT * FROM audit_entry")
    superuser("UPDATE audit_entry SET actor = NULL WHERE seq = 7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('audit_content(audit_entry)'::regprocedure)")
        (definition,) = cursor.fetchone()
    superuser(definition.replace("e.actor", "(SELECT k.actor FROM kept_rows k WHERE k.seq = e.seq)"))
    try:
        assert "row 7: what it says was changed" in broken()
    finally:
        superuser(definition.replace("%", "%%"))
        superuser("DROP TABLE kept_rows")


@pytest.mark.parametrize("seq", [1, 5, 7, 11])
def test_a_removed_row_is_found(superuser: Superuser, seq: int) -> None:
    written(ROWS)
    superuser("DELETE FROM audit_entry WHERE seq = %s", seq)
    assert f"row {seq}: after row {seq - 1} comes row {seq + 1}" in broken()


def test_a_removed_row_is_found_also_when_the_rest_moves_up(superuser: Superuser) -> None:
    written(ROWS)
    superuser("DELETE FROM audit_entry WHERE seq = 7")
    for seq in range(8, ROWS + 1):
        superuser("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq - 1, seq)
    assert "row 7: it does not follow" in broken()


@pytest.mark.parametrize("first", [1, 5, 7])
def test_two_rows_in_changed_order_are_found(superuser: Superuser, first: int) -> None:
    written(ROWS)
    for before, after in ((first, 0), (first + 1, first), (0, first + 1)):
        superuser("UPDATE audit_entry SET seq = %s WHERE seq = %s", after, before)
    assert f"row {first}: it does not follow" in broken()


INSERTED = """
    INSERT INTO audit_entry SELECT {seq}, at, actor, system, action, kind, subject, youth, ids, facts, sealed,
    request_id, {prev_hash}, hash FROM audit_entry WHERE seq = 7
"""


def test_an_inserted_row_is_found(superuser: Superuser) -> None:
    written(ROWS)
    for seq in range(ROWS, 7, -1):
        superuser("UPDATE audit_entry SET seq = %s WHERE seq = %s", seq + 1, seq)
    superuser(INSERTED.format(seq=8, prev_hash="hash"))
    superuser(HASHED_ANEW, 8)
    assert "row 9: it does not follow" in broken()


@pytest.mark.parametrize("seq", [0, -5])
def test_a_row_before_the_first_is_found(superuser: Superuser, seq: int) -> None:
    written(ROWS)
    superuser(INSERTED.format(seq=seq, prev_hash="''::bytea"))
    superuser(HASHED_ANEW, seq)
    assert f"row {seq}: after row 0 comes row {seq}" in broken()


@pytest.mark.parametrize("left", [0, 1, 5, ROWS - 1])
def test_a_cut_tail_is_found_by_an_anchor_and_by_nothing_else(
    superuser: Superuser, capsys: Any, anchored: Path, left: int
) -> None:
    superuser("DELETE FROM audit_entry WHERE seq > %s", left)
    assert verified(capsys) == f"{left} rows verified; 0 anchors hold.\n"
    assert f"row {left + 1}: it is missing, and so is all up to row {ROWS}" in broken(anchored)


def test_a_tail_that_was_cut_and_grown_again_is_found_by_an_anchor(superuser: Superuser, anchored: Path) -> None:
    superuser("DELETE FROM audit_entry WHERE seq > 3")
    written(ROWS)
    assert "row 5: it is another one than was anchored" in broken(anchored)


# --- Anchors -------------------------------------------------------------------------------------------------


def test_an_anchor_is_one_line_on_standard_output_or_at_the_end_of_a_file(capsys: Any, tmp_path: Path) -> None:
    written(3)
    call_command("anchor_audit")
    said = json.loads(capsys.readouterr().out)
    assert (said["count"], said["hash"]) == (3, chain.head().hash.hex())
    path = tmp_path / "anchors"
    path.write_text("what was there\n")
    call_command("anchor_audit", file=path)
    kept = path.read_text().splitlines()
    assert kept[0] == "what was there"
    assert json.loads(kept[1]).keys() == said.keys()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("part", "value"), [("count", 4), ("hash", "00"), ("at", "2026-01-01T00:00:00"), ("key", "k9"), ("signature", "0")]
)
def test_an_anchor_that_was_changed_is_refused(anchored: Path, part: str, value: Any) -> None:
    lines = anchored.read_text().splitlines()
    lines[1] = json.dumps({**json.loads(lines[1]), part: value})
    anchored.write_text("\n".join(lines))
    assert "line 2 of the anchors: its signature does not hold" in broken(anchored)


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"count": "x"}', "no JSON"])
def test_a_line_that_is_no_anchor_is_refused(anchored: Path, line: str) -> None:
    anchored.write_text(f"{line}\n{anchored.read_text()}")
    assert "line 1 of the anchors: it is no anchor" in broken(anchored)


def test_an_older_anchor_after_a_newer_one_is_refused(anchored: Path) -> None:
    anchored.write_text("".join(reversed(anchored.read_text().splitlines(keepends=True))))
    assert "line 2 of the anchors: it counts fewer rows" in broken(anchored)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    assert "cannot be read: No such file" in broken(tmp_path / "none")
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("anchor_audit", file=tmp_path / "none" / "anchors")


def test_an_anchor_holds_as_long_as_the_ring_has_its_key(capsys: Any, anchored: Path, settings: Any) -> None:
    newer = "k2:" + "A" * 43 + "="
    settings.VAULT_KEYS = [newer, *settings.VAULT_KEYS]
    assert ring.newest()[0] == "k2"
    assert "3 anchors hold" in verified(capsys, anchored)
    settings.VAULT_KEYS = [newer]
    assert "its signature does not hold" in broken(anchored)


# --- Many at once --------------------------------------------------------------------------------------------

THREADS, EACH = 8, 50


def test_rows_written_at_once_make_one_chain(capsys: Any) -> None:
    start = Barrier(THREADS)

    def write() -> None:
        start.wait()
        written(EACH)
        connections.close_all()

    with ThreadPoolExecutor(THREADS) as threads:
        for future in [threads.submit(write) for _thread in range(THREADS)]:
            future.result()
    assert verified(capsys).startswith(f"{THREADS * EACH} rows verified")
