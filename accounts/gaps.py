"""Where and when nobody of HART would be there: what a change of people, covers, absences or shifts would open.

An office is uncovered while none of its liaisons and backups is there; HART's central office answers then. On call is
uncovered while no shift has somebody who is there.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from accounts.models import Absence, Cover, Office, OnCallShift, User
from accounts.permissions import HART_ROLES

AHEAD = dt.timedelta(days=90)
ON_CALL = ""  # stands for the place whose name the screens say

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Staffing:
    """Who covers what from now on, as the tables stand."""

    offices: dict[str, frozenset[UUID]]  # name -> liaisons and backups who work for HART
    absences: dict[UUID, tuple[Span, ...]]
    shifts: tuple[tuple[UUID, Span], ...]

    def moments(self) -> Iterator[dt.datetime]:
        """At which something may change."""
        for spans in self.absences.values():
            for span in spans:
                yield from span
        for _person, span in self.shifts:
            yield from span

    def is_there(self, person: UUID, at: dt.datetime) -> bool:
        return not any(begins <= at < ends for begins, ends in self.absences.get(person, ()))

    def uncovered(self, at: dt.datetime) -> set[str]:
        empty = {name for name, people in self.offices.items() if not any(self.is_there(one, at) for one in people)}
        on_call = any(begins <= at < ends and self.is_there(person, at) for person, (begins, ends) in self.shifts)
        return empty if on_call else empty | {ON_CALL}


@dataclass(frozen=True)
class Gap:
    """``ends`` is None where it lasts beyond what is looked at."""

    place: str
    begins: dt.datetime
    ends: dt.datetime | None


def staffing(now: dt.datetime) -> Staffing:
    """Seven queries. The leads are there for HART's central office without covering it."""
    hart = set(User.objects.in_role(*HART_ROLES).values_list("pk", flat=True))
    people: dict[str, set[UUID]] = {name: set() for name in Office.objects.values_list("name", flat=True)}
    for name, liaison, backup in Cover.objects.values_list("office__name", "liaison", "backup"):
        people[name] |= {liaison, backup} & hart
    people[Office.objects.central().name] |= set(User.objects.leads().values_list("pk", flat=True))  # their own desk
    absences: dict[UUID, list[Span]] = defaultdict(list)
    for person, *span in Absence.objects.filter(ends_at__gt=now).values_list("user", "starts_at", "ends_at"):
        absences[person].append((span[0], span[1]))
    shifts = OnCallShift.objects.filter(ends_at__gt=now, user__in=hart).values_list("user", "starts_at", "ends_at")
    return Staffing(
        {name: frozenset(found) for name, found in people.items()},
        {person: tuple(spans) for person, spans in absences.items()},
        tuple((person, (begins, ends)) for person, begins, ends in shifts),
    )


def opened(before: Staffing, after: Staffing, now: dt.datetime) -> list[Gap]:
    """What is uncovered with ``after`` and was not with ``before``, from now on for ninety days."""
    return merged(
        [
            (begins, ends, after.uncovered(begins) - before.uncovered(begins))
            for begins, ends in parts(now, before, after)
        ]
    )


def standing(found: Staffing, now: dt.datetime) -> list[Gap]:
    """What is uncovered as it stands."""
    return merged([(begins, ends, found.uncovered(begins)) for begins, ends in parts(now, found)])


def parts(now: dt.datetime, *tables: Staffing) -> Iterator[Span]:
    """Within each of them nothing changes."""
    last = now + AHEAD
    moments = sorted({now, last, *(at for table in tables for at in table.moments() if now < at < last)})
    yield from pairwise(moments)


def merged(found: list[tuple[dt.datetime, dt.datetime, set[str]]]) -> list[Gap]:
    """By place, with what follows one upon the other as one gap."""
    gaps: dict[str, list[list[dt.datetime]]] = defaultdict(list)
    for begins, ends, places in found:
        for place in places:
            spans = gaps[place]
            if spans and spans[-1][1] == begins:
                spans[-1][1] = ends
            else:
                spans.append([begins, ends])
    last = found[-1][1] if found else None
    return [
        Gap(place, begins, None if ends == last else ends) for place in sorted(gaps) for begins, ends in gaps[place]
    ]
