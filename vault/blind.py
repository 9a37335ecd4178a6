"""The blind index: equal words have equal tokens, and a token says nothing without its key."""

import base64
import hashlib
import hmac
import unicodedata

from django.conf import settings


def token(kind: str, value: str) -> bytes:
    """HMAC-SHA256 over kind and value; ``value`` is normalised already (``fold`` for names, digits for numbers)."""
    key = base64.b64decode(settings.INDEX_KEY)
    return hmac.new(key, f"{kind}\x1f{value}".encode(), hashlib.sha256).digest()


def fold(name: str) -> str:
    """Case, accents and punctuation folded away: "Núñez-Díaz" and "NUNEZ DIAZ" are one."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    spaced = "".join(c if c.isalnum() else "" if c in "'’`." else " " for c in plain)
    return " ".join(spaced.split())
