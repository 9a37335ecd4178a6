"""Opening young people's data keys: one query for many, kept for one request or task and forgotten with it."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from uuid import UUID

from django.db.models.functions import Now

from vault import ciphers, ring
from vault.models import DataKey

_opened: ContextVar[dict[UUID, bytes] | None] = ContextVar("opened_keys", default=None)


class KeyMissing(Exception):
    """There is no key: it was destroyed, or the key store was lost."""


@contextmanager
def opened() -> Iterator[None]:
    """A fresh cache of opened keys, for one request or task."""
    token = _opened.set({})
    try:
        yield
    finally:
        _opened.reset(token)


def create(owner: UUID) -> None:
    """Make a data key. It is committed at once: the key store's connection is in no transaction of the case's."""
    key = os.urandom(ciphers.KEY_BYTES)
    key_id, wrapped = wrap(owner, key)
    DataKey.objects.create(owner=owner, wrapped=wrapped, key_id=key_id)
    _remember(owner, key)


def unlock(owners: Iterable[UUID | None]) -> None:
    """Open what is not open yet, in one query. A missing key is found out when something sealed with it is read."""
    cache = _opened.get()
    if cache is None:
        return
    closed = {owner for owner in owners if owner is not None and owner not in cache}
    found = DataKey.objects.filter(owner__in=closed, wrapped__isnull=False) if closed else DataKey.objects.none()
    for owner, wrapped in found.values_list("owner", "wrapped"):
        cache[owner] = unwrap(owner, wrapped)


def key_of(owner: UUID) -> bytes:
    """Raises KeyMissing, DamagedData."""
    cache = _opened.get() or {}
    if owner not in cache:
        row = DataKey.objects.filter(owner=owner, wrapped__isnull=False).first()
        if row is None:
            raise KeyMissing
        key = unwrap(owner, row.wrapped)
        _remember(owner, key)
        return key
    return cache[owner]


def destroy(owner: UUID) -> None:
    """What was sealed with this key can never be read again, in no backup either."""
    DataKey.objects.filter(owner=owner).update(wrapped=None, destroyed_at=Now())
    cache = _opened.get()
    if cache is not None:
        cache.pop(owner, None)


def wrap(owner: UUID, key: bytes) -> tuple[str, bytes]:
    key_id, master = ring.newest()
    return key_id, ciphers.seal(key_id, wrapping(master), key, f"data-key|{owner}")


def unwrap(owner: UUID, wrapped: bytes | memoryview | None) -> bytes:
    """Raises DamagedData."""
    sealed = bytes(wrapped or b"")
    master = ring.by_id(ciphers.key_id_of(sealed))
    return ciphers.unseal(wrapping(master), sealed, f"data-key|{owner}")


@lru_cache(maxsize=8)  # one for each key of the ring: hundreds are unwrapped for one list
def wrapping(master: bytes) -> bytes:
    return ciphers.derive(master, "wrap")


def rewrap_batch(size: int = 500) -> int:
    """Wrap up to ``size`` data keys anew with the newest ring key; returns how many that was. Resumable."""
    newest = ring.newest()[0]
    rows = list(DataKey.objects.filter(wrapped__isnull=False).exclude(key_id=newest)[:size])
    for row in rows:
        key_id, wrapped = wrap(row.owner, unwrap(row.owner, row.wrapped))
        DataKey.objects.filter(owner=row.owner, key_id=row.key_id).update(key_id=key_id, wrapped=wrapped)
    return len(rows)


def _remember(owner: UUID, key: bytes) -> None:
    cache = _opened.get()
    if cache is not None:
        cache[owner] = key
