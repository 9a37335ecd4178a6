"""The key ring: master keys with ids, from the environment alone. The first one wraps; the others still open."""

import base64
import binascii
from functools import lru_cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from vault import ciphers


@lru_cache(maxsize=4)
def _parse(entries: tuple[str, ...]) -> dict[str, bytes]:
    ring = {}
    for entry in entries:
        name, _separator, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not name or len(key) != ciphers.KEY_BYTES:
            raise ImproperlyConfigured("VAULT_KEYS must be a list of id:base64 of 32 bytes")
        ring[name] = key
    if not ring:
        raise ImproperlyConfigured("VAULT_KEYS is empty")
    return ring


def ring() -> dict[str, bytes]:
    return _parse(tuple(settings.VAULT_KEYS))


def newest() -> tuple[str, bytes]:
    return next(iter(ring().items()))


def by_id(key_id: str) -> bytes:
    """Raises DamagedData when the ring does not hold the key."""
    try:
        return ring()[key_id]
    except KeyError:
        raise ciphers.DamagedData from None
