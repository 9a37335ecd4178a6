"""Pages of a long list by where its last row stood, not by a number: a row that comes or goes shifts nobody."""

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from functools import reduce
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from vault import system
from vault.ciphers import DamagedData

Row = TypeVar("Row", bound=Model)
CONTEXT = "place in a list"
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Key:
    """One column of an order; ``empties``: "first" or "last", where rows that have nothing there stand."""

    name: str
    descends: bool = False
    empties: str = ""

    def order(self, *, backward: bool) -> OrderBy:
        sides = {f"nulls_{self.empties_stand(backward)}": True} if self.empties else {}
        return OrderBy(F(self.name), descending=self.descends != backward, **sides)

    def empties_stand(self, backward: bool) -> str:
        return {"first": "last", "last": "first"}[self.empties] if backward else self.empties

    def beyond(self, value: Any, *, backward: bool) -> Q:
        """What comes after a row with this value."""
        last = bool(self.empties) and self.empties_stand(backward) == "last"
        if value is None:
            return NOTHING if last else Q(**{f"{self.name}__isnull": False})
        side = "lt" if self.descends != backward else "gt"
        after = Q(**{f"{self.name}__{side}": value})
        return after | Q(**{f"{self.name}__isnull": True}) if last else after

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def of(self, row: Model) -> Any:
        try:
            return attrgetter(self.name.replace("__", "."))(row)
        except AttributeError:
            return None  # nothing is joined there


Order = tuple[Key, ...]  # the last one tells all rows apart


@dataclass(frozen=True)
class Part(Generic[Row]):
    rows: list[Row]
    earlier: str  # the place to read backward from; "" where nothing is before
    later: str


def place_of(row: Model, order: Order) -> str:
    """Where a row stands, sealed: what a list is ordered by is not for an address to say."""
    values = [
        value.isoformat() if isinstance(value, dt.datetime) else value for value in (key.of(row) for key in order)
    ]
    sealed = system.seal(json.dumps(values, default=str), CONTEXT)
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def values_at(place: str) -> list[Any] | None:
    """None for what is no place of ours."""
    try:
        values: list[Any] = json.loads(system.open(base64.urlsafe_b64decode(place + "=" * (-len(place) % 4)), CONTEXT))
    except (DamagedData, binascii.Error, ValueError):
        return None
    return values


def beyond(order: Order, values: list[Any], *, backward: bool = False) -> Q:
    """Rows after this place: equal in the keys before, and beyond in the next one."""
    found = NOTHING
    for number, (key, value) in enumerate(zip(order, values, strict=True)):
        equal = reduce(Q.__and__, (one.same(at) for one, at in zip(order, values[:number], strict=False)), Q())
        found |= equal & key.beyond(value, backward=backward)
    return found


def ordered(rows: QuerySet[Row], order: Order, *, backward: bool = False) -> QuerySet[Row]:
    return rows.order_by(*(key.order(backward=backward) for key in order))


def part_of(rows: QuerySet[Row], order: Order, *, size: int, after: str = "", before: str = "") -> Part[Row]:
    """One query. A place that cannot be read is the beginning."""
    backward = bool(before)
    values = values_at(before or after) if before or after else None
    if values is not None and len(values) == len(order):
        rows = rows.filter(beyond(order, values, backward=backward))
    else:
        backward, after = False, ""
    found = list(ordered(rows, order, backward=backward)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()
    if not found:
        return Part([], "", "")
    has_earlier, has_later = (more, True) if backward else (bool(after), more)
    return Part(
        found,
        place_of(found[0], order) if has_earlier else "",
        place_of(found[-1], order) if has_later else "",
    )
