"""The parts of a name, and how each sounds. Pure functions (no Django beside the vault's folding)."""

import re
from functools import lru_cache

import jellyfish

from vault.blind import fold

# What stands between the names and is left out as often as not; and what says whose son somebody is.
PARTICLES = frozenset(
    (
        *("de", "del", "la", "las", "los", "el", "y", "e"),  # Spanish
        *("da", "das", "do", "dos", "du", "di", "van", "von", "der", "den", "ter", "bin", "ibn", "al", "san", "santa"),
    )
)
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "junior", "senior"))
# English and Spanish spellings of the same sound, in this order.
SPELLINGS = (
    (r"^x(?=[aeiou])", "j"),  # Xavier, Ximena
    (r"^h", ""),
    (r"(?<=[aeiou])h(?=[aeiou])", ""),
    (r"ph", "f"),
    (r"qu(?=[ei])", "k"),
    (r"ck", "k"),
    (r"c(?=[eiy])", "s"),
    (r"ch", "C"),
    (r"sh", "S"),
    (r"[ckq]", "k"),
    (r"z", "s"),
    (r"v", "b"),
    (r"w", "u"),
    (r"ll(?=[aeiou])", "y"),
    (r"g(?=[eiy])", "j"),
    (r"gu(?=[ei])", "g"),
    (r"th", "t"),
    (r"h", ""),
    (r"(ie|ey|ee|y|i)$", "i"),
    (r"[ae][iy](?=[^aeiou])", "e"),
    (r"y(?![aeiou])|(?<=[aeiou])y(?=[aeiou])", "i"),
    (r"ñ", "n"),
)
DOUBLED = re.compile(r"(.)\1+")
GLUED = re.compile(r"^(de las?|de los|del?|las?|los|van|von|di|da|dos)(?=.{4})".replace(" ", ""))


@lru_cache(maxsize=8192)
def parts_of(name: str) -> tuple[str, ...]:
    """In natural order and folded, without particles; "Rey, Ana" is "Ana Rey". Particles alone are kept."""
    last, comma, first = name.partition(",")
    words = fold(f"{first} {last}" if comma else name).split()
    named = [word for word in words if word not in SUFFIXES]
    return tuple(word for word in named if word not in PARTICLES) or tuple(named)


@lru_cache(maxsize=8192)
def sounds_of(part: str) -> frozenset[str]:
    """Keys that two spellings of one sound share: one by English rules, one by English and Spanish ones."""
    return frozenset(key for key in (f"m:{jellyfish.metaphone(part)}", f"s:{spelled(part)}") if len(key) > 3)


def spelled(part: str) -> str:
    for pattern, sound in SPELLINGS:
        part = re.sub(pattern, sound, part)
    return DOUBLED.sub(r"\1", part)


def unglued(part: str) -> str:
    """ "Delacruz" is "Cruz", as "de la Cruz" is; only ever compared with another one treated alike."""
    return GLUED.sub("", part)
