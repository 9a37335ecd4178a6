"""The format of a ciphertext against known answers, and what it refuses."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from vault import ciphers
from vault.ciphers import DamagedData

KEY = bytes(range(32))
NONCE = bytes(range(100, 112))
PLACE = "youth_youth|legal_first|0b9e6d3a-1f2c-4d5e-8f90-123456789abc"

# What has been written once must be read for ever: version 1, length and name of the key, nonce, ciphertext and tag.
KNOWN = [
    ("owner", b"", PLACE, "01056f776e65726465666768696a6b6c6d6e6f0ba60b6a2ae0ed8b7a50a3180b12551f"),
    (
        "owner",
        "Zuleika Núñez".encode(),
        PLACE,
        "01056f776e65726465666768696a6b6c6d6e6f126eb203108237be70a1e52b6b0010890972d373cfb62c719e9139bfd0a1c0",
    ),
    (
        "k1",
        b"Zuleika",
        "audit_entry|sealed",
        "01026b316465666768696a6b6c6d6e6f126eb203108237899ee7fb1eea2aa4ded6250a30c914f1",
    ),
]
# AES-256-GCM itself, from NIST's test vectors (gcmEncryptExtIV256, key, nonce, additional data, plaintext).
NIST = (
    "92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b",
    "ac93a1a6145299bde902f21a",
    "1e0889016f67601c8ebea4943bc23ad6",
    "2d71bcfa914e4ac045b2aa60955fad24",
    "8995ae2e6df3dbf96fac7b7137bae67feca5aa77d51d4a0a14d9c51e1da474ab",
)


@pytest.mark.parametrize(("key_id", "plain", "place", "sealed"), KNOWN)
def test_known_answers(key_id: str, plain: bytes, place: str, sealed: str) -> None:
    assert ciphers.seal(key_id, KEY, plain, place, nonce=NONCE).hex() == sealed
    assert ciphers.unseal(KEY, bytes.fromhex(sealed), place) == plain
    assert ciphers.key_id_of(bytes.fromhex(sealed)) == key_id


def test_the_cipher_underneath_is_the_one_it_says() -> None:
    key, nonce, bound, plain, sealed = (bytes.fromhex(part) for part in NIST)
    assert AESGCM(key).encrypt(nonce, plain, bound) == sealed


def test_keys_for_one_purpose_against_known_answers() -> None:
    assert ciphers.derive(KEY, "wrap").hex() == "a592afb69631c175b12dba3a20f6c6eea3dc6241e1a6bd792df230010e3ac779"
    assert ciphers.derive(KEY, "system").hex() == "ce4d47c687c7de600240d10612a3c020d2d4aaa306c3f46d1f430248b97c1da8"


def test_equal_words_are_never_sealed_alike() -> None:
    assert len({ciphers.seal("owner", KEY, b"Zuleika", PLACE) for _time in range(100)}) == 100


SEALED = ciphers.seal("owner", KEY, b"Zuleika", PLACE, nonce=NONCE)


@pytest.mark.parametrize("bit", range(len(SEALED) * 8))
def test_one_changed_bit_is_found_wherever_it_is(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(DamagedData) as found:
        ciphers.unseal(KEY, bytes(changed), PLACE)
    assert str(found.value) == ""


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_what_was_cut_short_is_found(length: int) -> None:
    with pytest.raises(DamagedData):
        ciphers.unseal(KEY, SEALED[:length], PLACE)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        (bytes(32), PLACE),
        (KEY, PLACE.replace("legal_first", "legal_last")),
        (KEY, PLACE.replace("0b9e", "0b9f")),
        (KEY, PLACE.replace("youth_youth", "youth_alias")),
        (KEY, ""),
    ],
    ids=["key", "column", "row", "table", "nowhere"],
)
def test_another_key_or_another_place_opens_nothing(key: bytes, place: str) -> None:
    with pytest.raises(DamagedData):
        ciphers.unseal(key, SEALED, place)
