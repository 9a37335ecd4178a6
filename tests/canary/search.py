"""Looking for tokens in whatever leaves the product or lies in its stores, however it is written there."""

import base64
import binascii
import json
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email import policy
from email.parser import BytesParser
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from redis import Redis

from tests import databases
from tests.canary.tokens import CONSONANTS, NEEDLE

WORD = re.compile(f"q[{CONSONANTS}]{{{NEEDLE - 1}}}")  # many at once cost no more than one
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){6,}")
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
DEEPEST = 3  # a task's body is base64 of JSON, a session base64 of what was packed


def spellings(raw: bytes, depth: int = 0) -> Iterator[str]:
    """As it stands, and as it reads unescaped, unpacked and decoded."""
    text = raw.decode(errors="replace")
    yield from (text, unquote_plus(text), unescape(text))
    yield ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if depth < DEEPEST:
        for inner in decoded(raw):
            yield from spellings(inner, depth + 1)


def decoded(raw: bytes) -> Iterator[bytes]:
    for run in HEX.findall(raw):
        yield bytes.fromhex(run.decode())
    for run in BASE64.findall(raw):
        with suppress(binascii.Error, ValueError):
            found = base64.b64decode(run.translate(bytes.maketrans(b"-_", b"+/")) + b"=" * (-len(run) % 4))
            yield found
            with suppress(zlib.error):
                yield zlib.decompress(found)


def folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class Search:
    """``found`` holds (where it was found, which field it had been typed into)."""

    def __init__(self, needles: dict[str, str]) -> None:
        self.needles = needles
        others = (re.escape(needle) for needle in needles if not WORD.fullmatch(needle))
        self.pattern = re.compile("|".join([WORD.pattern, *others]))
        self.found: set[tuple[str, str]] = set()
        self.searched: dict[str, int] = {}  # place to bytes: a place that was empty proves nothing

    def look(self, place: str, raw: bytes | str) -> None:
        content = raw if isinstance(raw, bytes) else raw.encode()
        self.searched[place] = self.searched.get(place, 0) + len(content)
        for text in spellings(content):
            for needle in self.pattern.findall(folded(text)):
                if needle in self.needles:
                    self.found.add((place, self.needles[needle]))

    def look_through(self, place: str, pieces: Iterable[bytes | str]) -> None:
        for piece in pieces:
            self.look(place, piece)

    # The places.
    def mails(self, folder: Path) -> None:
        for path in folder.glob("*.eml"):
            raw = path.read_bytes()
            mail = BytesParser(policy=policy.default).parsebytes(raw)
            self.look_through("mail", [raw, *(str(value) for value in mail.values()), mail.get_content()])

    def broker(self, address: str) -> None:
        with Redis.from_url(address.replace("redis+socket://", "unix://")) as broker:
            for key in broker.scan_iter():
                self.look("broker", key)
                self.look_through("broker", values_of(broker, key))

    def database(self, name: str) -> None:
        for table, column, value in values_in(name):
            self.look(f"{table}.{column}", value)

    def dump(self, place: str, content: bytes) -> None:
        self.look_through(place, content.splitlines())


def values_of(broker: "Redis[bytes]", key: bytes) -> list[bytes]:
    kind = broker.type(key)
    if kind == b"list":
        return list(broker.lrange(key, 0, -1))  # type: ignore[arg-type]
    if kind == b"hash":
        return [part for pair in broker.hgetall(key).items() for part in pair]  # type: ignore[union-attr]
    if kind == b"set":
        return list(broker.smembers(key))  # type: ignore[arg-type]
    if kind == b"zset":
        return list(broker.zrange(key, 0, -1))  # type: ignore[arg-type]
    assert kind == b"string", f"a {kind!r} in the broker is not searched"
    return [broker.get(key)]  # type: ignore[list-item]


def values_in(name: str) -> Iterator[tuple[str, str, bytes]]:
    """Every value of every table, whoever may read it."""
    with databases.administering(name) as line, line.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column.name for column in cursor.description or ()]
            for row in cursor.fetchall():
                yield from ((table, column, as_bytes(value)) for column, value in zip(columns, row, strict=True))


def as_bytes(value: Any) -> bytes:
    if isinstance(value, memoryview):
        return bytes(value)
    return value.encode() if isinstance(value, str) else json.dumps(value, default=str, ensure_ascii=False).encode()
