"""What a young person can be found by, and whom some terms mean. Tokens are compared, never words."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from vault import blind
from youth.choices import BirthKnown
from youth.models import SearchToken, Youth

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
    return [part for part in blind.fold(name).split() if len(part) >= SHORTEST_PART or not part.isascii()]


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
    names = [youth.legal_first, youth.legal_last, youth.chosen_name, *(alias.name for alias in aliases)]
    for part in {part for name in names for part in name_parts(name)}:
        yield token(Kind.NAME_PART, part)
    for day in birth_values(youth):
        yield token(Kind.BIRTH, day)
    if number := number_of(youth.case_number):
        yield token(Kind.CASE_NUMBER, number)
    if number := number_of(youth.person_number):
        yield token(Kind.PERSON_NUMBER, number)
    for phone in {phone_of(caregiver.phone) for caregiver in youth.caregivers.order_by("pk")} - {""}:
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
    """Of ``Youth``. The tokens are read first, by their index; what they belong to is looked up by its id."""
    found = by_number(terms.number)
    parts = name_parts(terms.name)
    if terms.birth_date and parts:
        found |= by_name(parts, terms.birth_date)
    return Q(pk__in=SearchToken.objects.filter(found, owner_kind=OWNER).values("owner"))


def by_number(text: str) -> Q:
    number, phone = number_of(text), phone_of(text)
    found = Q(pk__in=[])
    if number:
        found |= having(Kind.CASE_NUMBER, [number]) | having(Kind.PERSON_NUMBER, [number])
    return found | having(Kind.PHONE, [phone]) if phone else found


def by_name(parts: list[str], born: dt.date) -> Q:
    """With the same birth date one part of the name is enough; with a vague one every part must be there."""
    vague = also(having(Kind.BIRTH, [about(born.year), UNKNOWN_BIRTH]))
    for part in parts:
        vague &= also(having(Kind.NAME_PART, [part]))
    return having(Kind.NAME_PART, parts) & (also(having(Kind.BIRTH, [born.isoformat()])) | vague)


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
