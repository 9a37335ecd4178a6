"""Recording who did and saw what. Entries are collected and written as the last statement before the commit."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from audit import clock
from vault import keys, system

CODE = re.compile(r"^[a-zA-Z0-9_.:+-]{0,60}$")
SEALED_FOR = "audit_entry|sealed"
Fact = str | int | bool | None


class NotRecording(Exception):
    """Something to be recorded happened where no trail is kept."""


@dataclass
class Recorder:
    request_id: str = ""
    entries: list[dict[str, Any]] = field(default_factory=list)


_recorder: ContextVar[Recorder | None] = ContextVar("recorder", default=None)


def record(
    action: str,
    kind: str,
    subject: UUID | None,
    *,
    by: UUID | str,
    youth: UUID | None = None,
    ids: Sequence[UUID] = (),
    facts: Mapping[str, Fact] | None = None,
    sealed: str = "",
) -> None:
    """Queue one row. ``facts`` are codes, never words; words a person typed go into ``sealed``.

    Raises NotRecording outside a recording, ValueError for a fact that is no code.
    """
    recorder = _recorder.get()
    if recorder is None:
        raise NotRecording(action)
    refuse_words({"action": action, "kind": kind, **(facts or {})})
    is_system = isinstance(by, str)
    recorder.entries.append(
        {
            "actor": None if is_system else str(by),
            "system": by if is_system else "",
            "action": action,
            "kind": kind,
            "subject": str(subject) if subject else None,
            "youth": str(youth) if youth else None,
            "ids": [str(pk) for pk in ids],
            "facts": dict(facts or {}),
            "sealed": system.seal(sealed, SEALED_FOR).hex() if sealed else None,
            "request_id": recorder.request_id,
        }
    )


def refuse_words(facts: Mapping[str, Fact]) -> None:
    for name, value in facts.items():
        if isinstance(value, str) and not CODE.match(value):
            raise ValueError(f"{name} is no code; the trail holds no words")


@contextmanager
def recording(request_id: str = "") -> Iterator[Recorder]:
    """Collect entries; write them at a clean exit. The caller owns the transaction."""
    recorder = Recorder(request_id)
    token = _recorder.set(recorder)
    moment = clock._now.set(None)
    try:
        yield recorder
        flush(recorder)
    finally:
        clock._now.reset(moment)
        _recorder.reset(token)


@contextmanager
def forgetting() -> Iterator[None]:
    """Around what is only tried and then taken back: nothing of it has happened."""
    recorder = _recorder.get()
    before = len(recorder.entries) if recorder else 0
    yield
    if recorder:
        del recorder.entries[before:]


def flush(recorder: Recorder) -> None:
    """One statement for all that was collected."""
    if recorder.entries:
        with connection.cursor() as cursor:
            cursor.execute("SELECT audit_append(%s::jsonb)", [json.dumps(recorder.entries)])
        recorder.entries.clear()


@contextmanager
def acting(name: str) -> Iterator[str]:
    """For a task or command: its own transaction, trail, keys and now. Yields the actor, "system:<name>"."""
    with transaction.atomic(), keys.opened(), recording(name):
        clock.seed(clock.ask())
        yield f"system:{name}"
