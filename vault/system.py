"""Sealing with the system key: search terms in the trail and other things without a young person."""

from vault import ciphers, ring

PURPOSE = "system"


def seal(text: str, context: str) -> bytes:
    key_id, key = ring.newest()
    return ciphers.seal(key_id, ciphers.derive(key, PURPOSE), text.encode(), context)


def open(data: bytes, context: str) -> str:
    """Raises DamagedData."""
    key = ciphers.derive(ring.by_id(ciphers.key_id_of(data)), PURPOSE)
    return ciphers.unseal(key, data, context).decode()
