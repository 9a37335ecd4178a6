"""What a young person can be found by, and whom some terms mean. Tokens are compared, never words.

What is found here is wide: whoever shares a birth date, day and month exchanged or not, and one part of the name or
what it sounds like or is short for. ``likeness`` then sorts them by the words themselves.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from vault import blind
from youth.choices import BirthKnown
from youth.likeness import exchanged
from youth.models import SearchToken, Youth
from youth.names import parts_of, sounds_of
from youth.nicknames import full_names

OWNER = "youth"
SHORTEST_NUMBER = 4
SHORTEST_PART = 2  # letters; one of a script without letters is a name part already
NOT_IN_NUMBERS = re.compile(r"[\W_]+")
NATIONAL = 10  # digits of a phone number without the country's 1
UNKNOWN_BIRTH = "unknown"
Kind = SearchToken.Kind
Token = tuple[str, bytes]


@dataclass(frozen=True)
class Terms:
    """A name together with a birth date, or a number: neither a name nor a date is ever searched alone."""

    name: str = ""
    birth_date: dt.date | None = None
    number: str = ""

    def as_json(self) -> dict[str, Any]:
        day = self.birth_date.isoformat() if self.birth_date else ""
        return {"name": self.name, "birth_date": day, "number": self.number}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        day = dt.date.fromisoformat(kept["birth_date"]) if kept["birth_date"] else None
        return cls(kept["name"], day, kept["number"])


def name_parts(name: str) -> list[str]:
    """In any order, without case, accents and hyphens; initials say too little to be searched by."""
    return [part for part in parts_of(name) if len(part) >= SHORTEST_PART or not part.isascii()]


def keys_of(part: str) -> Iterator[Token]:
    """The part itself, what it sounds like, and what it may be short for."""
    yield token(Kind.NAME_PART, part)
    yield from (token(Kind.SOUND, sound) for sound in sounds_of(part))
    yield from (token(Kind.FULL_NAME, name) for name in full_names(part))


def number_of(text: str) -> str:
    """Letters and digits alone; "" when that leaves too little to be somebody's number."""
    plain = NOT_IN_NUMBERS.sub("", text).upper()
    return plain if len(plain) >= SHORTEST_NUMBER else ""


def phone_of(text: str) -> str:
    digits = "".join(c for c in text if c.isdecimal())
    if len(digits) == NATIONAL + 1 and digits.startswith("1"):
        return digits[1:]
    return digits if len(digits) >= NATIONAL else ""


def index(youth: Youth) -> None:
    """Bring the rows in line with the profile; those that stay are not touched."""
    wanted = set(tokens_of(youth))
    rows = SearchToken.objects.of(OWNER, youth.pk)
    kept = {(row.kind, bytes(row.mac)): row.pk for row in rows}
    rows.filter(pk__in=[pk for token, pk in kept.items() if token not in wanted]).delete()
    SearchToken.objects.bulk_create(
        SearchToken(kind=kind, mac=mac, owner_kind=OWNER, owner=youth.pk) for kind, mac in sorted(wanted - kept.keys())
    )


def tokens_of(youth: Youth) -> Iterator[Token]:
    aliases = youth.aliases.order_by("pk")  # asked anew: what was prefetched may be older
    caregivers = youth.caregivers.order_by("pk")
    yield from tokens_with(youth, [alias.name for alias in aliases], [caregiver.phone for caregiver in caregivers])


def tokens_with(youth: Youth, aliases: Iterable[str], phones: Iterable[str]) -> Iterator[Token]:
    """Of the profile's own fields and of what its lists hold."""
    names = [youth.legal_first, youth.legal_last, youth.chosen_name, *aliases]
    yield from {key for name in names for part in name_parts(name) for key in keys_of(part)}
    for day in birth_values(youth):
        yield token(Kind.BIRTH, day)
    if number := number_of(youth.case_number):
        yield token(Kind.CASE_NUMBER, number)
    if number := number_of(youth.person_number):
        yield token(Kind.PERSON_NUMBER, number)
    for phone in {phone_of(phone) for phone in phones} - {""}:
        yield token(Kind.PHONE, phone)


def birth_values(youth: Youth) -> list[str]:
    """An estimated date is found a year to either side as well, an unknown one by every date."""
    day = youth.birth_date
    if day is None:
        return [UNKNOWN_BIRTH]
    if youth.birth_known == BirthKnown.KNOWN:
        return [day.isoformat()]
    return [day.isoformat(), *(about(day.year + years) for years in (-1, 0, 1))]


def matching(terms: Terms) -> Q:
    """Of ``Youth``. Each way of being found is answered by the index of the tokens, and no row of another way is read
    for it; what they belong to is looked up by its id."""
    ways, parts = [by_number(terms.number)], name_parts(terms.name)
    if terms.birth_date and parts:
        ways += by_name(parts, terms.birth_date)
    first, *others = (SearchToken.objects.filter(way, owner_kind=OWNER).values("owner") for way in ways)
    return Q(pk__in=first.union(*others, all=True))


def by_number(text: str) -> Q:
    number, phone = number_of(text), phone_of(text)
    found = Q(pk__in=[])
    if number:
        found |= having(Kind.CASE_NUMBER, [number]) | having(Kind.PERSON_NUMBER, [number])
    return found | having(Kind.PHONE, [phone]) if phone else found


def owners_of_number(text: str) -> set[Any]:
    return set(SearchToken.objects.filter(by_number(text)).values_list("owner", flat=True)) if text else set()


def by_name(parts: list[str], born: dt.date) -> list[Q]:
    """Two ways: with the same birth date one part of the name is enough, with a vague one every part must be there."""
    dates = [day for day in (born.isoformat(), exchanged(born.isoformat())) if day]
    close = having(Kind.BIRTH, dates) & also(one_of(key for part in parts for key in keys_of(part)))
    vague = having(Kind.BIRTH, [about(born.year), UNKNOWN_BIRTH])
    for part in parts:
        vague &= also(one_of(keys_of(part)))
    return [close, vague]


def one_of(keys: Iterable[Token]) -> Q:
    """Tokens that are one of these."""
    macs: dict[str, list[bytes]] = {}
    for kind, mac in keys:
        macs.setdefault(kind, []).append(mac)
    return reduce(or_, (Q(kind=kind, mac__in=found) for kind, found in macs.items()))


def having(kind: Kind, values: Iterable[str]) -> Q:
    """Tokens of one of these values."""
    return Q(kind=kind, mac__in=[blind.token(kind, value) for value in values])


def also(tokens: Q) -> Q:
    """Tokens whose owner has such a one, too."""
    return Q(Exists(SearchToken.objects.filter(tokens, owner_kind=OWNER, owner=OuterRef("owner"))))


def token(kind: Kind, value: str) -> Token:
    return kind.value, blind.token(kind, value)


def about(year: int) -> str:
    return f"about:{year}"
