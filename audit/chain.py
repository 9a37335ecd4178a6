"""The chain of the trail: whether every row is the one that was written, where it was written.

A row's content is put together here in full, not by the database's ``audit_content``: whoever can rewrite rows can
rewrite that function, too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection

BATCH = 5_000
ROWS = """
    SELECT seq, prev_hash, hash, sha256(convert_to(jsonb_build_array(
        seq, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), actor, system, action, kind,
        subject, youth, to_jsonb(ids), facts, encode(sealed, 'hex'), request_id, encode(prev_hash, 'hex')
    )::text, 'UTF8'))
    FROM audit_entry WHERE seq > %s ORDER BY seq LIMIT %s
"""
START = -(2**63)  # below every number, also one that nobody may write


@dataclass(frozen=True)
class Head:
    """How many rows there are, and the hash of the newest: all before it hangs on that."""

    count: int = 0
    hash: bytes = b""


@dataclass(frozen=True)
class Row:
    seq: int
    prev_hash: bytes
    hash: bytes
    computed: bytes


class BrokenChain(Exception):
    """The first row that is not as it was written."""

    def __init__(self, seq: int, why: str) -> None:
        super().__init__(f"row {seq}: {why}")
        self.seq = seq


def head() -> Head:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1")
        row = cursor.fetchone()
    return Head(row[0], bytes(row[1])) if row else Head()


def rows(batch: int = BATCH) -> Iterator[Row]:
    last = START
    while True:
        with connection.cursor() as cursor:
            cursor.execute(ROWS, [last, batch])
            found = cursor.fetchall()
        if not found:
            return
        last = found[-1][0]
        yield from (Row(seq, *(bytes(each) for each in hashes)) for seq, *hashes in found)


def verify(anchored: Mapping[int, bytes], *, batch: int = BATCH) -> Head:
    """Walk the whole chain; ``anchored`` says which hash the row of a number had when it was the newest.

    Raises BrokenChain.
    """
    known = Head()
    for row in rows(batch):
        require_next(row, known)
        if anchored.get(row.seq, row.hash) != row.hash:
            raise BrokenChain(row.seq, "it is another one than was anchored")
        known = Head(row.seq, row.hash)
    missing = sorted(count for count in anchored if count > known.count)
    if missing:
        raise BrokenChain(known.count + 1, f"it is missing, and so is all up to row {missing[-1]}, which was anchored")
    return known


def require_next(row: Row, known: Head) -> None:
    expected = known.count + 1
    if row.seq != expected:
        raise BrokenChain(min(row.seq, expected), f"after row {known.count} comes row {row.seq}")
    if row.prev_hash != known.hash:
        raise BrokenChain(row.seq, "it does not follow the row before it")
    if row.computed != row.hash:
        raise BrokenChain(row.seq, "what it says was changed")
