"""A referral's reference: cannot be guessed, reads well on the phone, and notices a wrong character."""

import secrets
import uuid

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"  # no 0 O, 1 I L, S, U: they look or sound like another
LENGTH = 8  # the last one is the check character

# With a prime number of letters and weights that differ, any one wrong character and any two that
# changed places leave a remainder.
assert len(ALPHABET) == 29


def new() -> str:
    return _completed("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))


def of(key: uuid.UUID) -> str:
    """The reference of something that is found by its key alone; always the same for the same key."""
    number, drawn = key.int, ""
    for _place in range(LENGTH - 1):
        number, rest = divmod(number, len(ALPHABET))
        drawn += ALPHABET[rest]
    return _completed(drawn)


def check(text: str) -> str:
    """The reference as it is written; raises ValueError with a sentence for the person who typed it."""
    words = text.upper().replace("-", " ").split()
    letters = "".join(words[1:] if words[:1] == ["HR"] else words)
    if len(letters) == LENGTH + 2:
        letters = letters.removeprefix("HR")
    strange = sorted({letter for letter in letters if letter not in ALPHABET})
    if strange:
        raise ValueError(f"A reference never contains {', '.join(strange)}.".replace("\x00", "NUL"))
    if len(letters) != LENGTH:
        raise ValueError("A reference has eight letters and digits after HR.")
    if _remainder(letters) != 0:
        raise ValueError("One character of this reference is wrong: please read it again.")
    return _written(letters)


def _completed(drawn: str) -> str:
    return _written(next(drawn + last for last in ALPHABET if _remainder(drawn + last) == 0))


def _remainder(letters: str) -> int:
    return sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(letters, start=1)) % len(ALPHABET)


def _written(letters: str) -> str:
    return f"HR-{letters[:4]}-{letters[4:]}"
