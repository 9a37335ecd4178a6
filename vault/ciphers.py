"""AES-256-GCM with everything that says where a ciphertext belongs bound in. No Django, no keys of its own."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FORMAT = 1
KEY_BYTES = 32
NONCE_BYTES = 12
SEPARATOR = b"\x1f"


class DamagedData(Exception):
    """The ciphertext was changed, moved to another place, or sealed with another key. Says nothing more."""


def seal(key_id: str, key: bytes, plaintext: bytes, place: str, *, nonce: bytes | None = None) -> bytes:
    """Format version, key id, nonce, ciphertext. ``place`` is bound in and not stored."""
    nonce = nonce or os.urandom(NONCE_BYTES)
    name = key_id.encode()
    header = bytes([FORMAT, len(name)]) + name
    return header + nonce + AESGCM(key).encrypt(nonce, plaintext, header + SEPARATOR + place.encode())


def key_id_of(sealed: bytes) -> str:
    """Raises DamagedData for an unknown format."""
    if len(sealed) < 2 + NONCE_BYTES or sealed[0] != FORMAT:
        raise DamagedData
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """Raises DamagedData."""
    start = 2 + len(key_id_of(sealed).encode())
    header, nonce = sealed[:start], sealed[start : start + NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, sealed[start + NONCE_BYTES :], header + SEPARATOR + place.encode())
    except (InvalidTag, ValueError):
        raise DamagedData from None


def derive(key: bytes, purpose: str) -> bytes:
    """A key for one purpose out of a ring key."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=purpose.encode()).derive(key)
