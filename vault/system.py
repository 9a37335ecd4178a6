"""The system key: search terms in the trail and other things without a young person; and what we must know as ours."""

import hashlib
import hmac

from vault import ciphers, ring

PURPOSE = "system"


def seal(text: str, context: str) -> bytes:
    key_id, key = ring.newest()
    return ciphers.seal(key_id, ciphers.derive(key, PURPOSE), text.encode(), context)


def open(data: bytes, context: str) -> str:
    """Raises DamagedData."""
    key = ciphers.derive(ring.by_id(ciphers.key_id_of(data)), PURPOSE)
    return ciphers.unseal(key, data, context).decode()


def sign(text: str, purpose: str) -> tuple[str, str]:
    """The id of the ring's key, and the HMAC-SHA256 of the text with a key made of it for this purpose alone."""
    key_id = ring.newest()[0]
    return key_id, _signature(text, purpose, key_id)


def is_signed(text: str, purpose: str, key_id: str, signature: str) -> bool:
    """False also when the ring no longer holds the key."""
    try:
        return hmac.compare_digest(_signature(text, purpose, key_id).encode(), signature.encode())
    except ciphers.DamagedData:
        return False


def _signature(text: str, purpose: str, key_id: str) -> str:
    key = ciphers.derive(ring.by_id(key_id), f"sign:{purpose}")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
