"""The worked pairs among everybody else: one side is a young person, the other is searched for."""

import datetime as dt
from collections.abc import Iterator
from itertools import cycle
from typing import Any, NamedTuple
from uuid import UUID

from accounts.models import User
from audit import clock, trail
from bench.figures import Figure, Figures
from bench.population import Population
from local.bootstrap import ROOT
from youth.choices import BirthKnown
from youth.likeness import Record, is_whole_date
from youth.management.commands.check_matching import read
from youth.models import SavedSearch
from youth.pages import names_in
from youth.services import create_youth, results_of
from youth.services.matches import outside
from youth.services.searches import KEPT

PAIRS = ROOT / "tests" / "youth" / "pairs.csv"
RECALL, PRECISION = 0.95, 0.90
MIDDLE = "2000-07-01"  # of a year, where no more is known


class Written(NamedTuple):
    """One side of a pair as a profile, the other as a search."""

    youth: UUID
    search: SavedSearch
    by: User  # who may see the profile
    expected: bool


def among_everybody(population: Population) -> Figures:
    """Each step within a transaction of its own, as in the product."""
    with trail.acting("bench"):
        written = list(profiles(population))
    ours = {one.youth for one in written}
    with trail.acting("bench"):
        found = [({youth.pk for youth in outside(one.search)}, one) for one in written]
    right = sum(one.expected and one.youth in pks for pks, one in found)
    wrong = sum(one.youth in pks for pks, one in found if not one.expected) + sum(
        len(pks - ours) for pks, _one in found
    )
    expected = sum(one.expected for one in written)
    yield Figure("worked pairs searched for among everybody", len(written), 300)
    yield Figure("  recall of what HART is asked about", right / expected, RECALL, 1)
    yield Figure("  its precision, everybody else counted", right / (right + wrong), PRECISION, 1)
    yield Figure("  recall of the page within the scope", sum(shown(written)) / expected, RECALL, 1)


def profiles(population: Population) -> Iterator[Written]:
    workers, now = cycle(zip(population.workers, population.workers[1:], strict=False)), clock.now()
    for (kept, asked, expected), (by, other) in zip(searchable(), workers, strict=False):
        terms = {"name": asked.names[0], "birth_date": asked.birth, "number": ""}
        search = SavedSearch.objects.create(user=other, terms=terms, made_at=now, checked_at=now, expires_at=now + KEPT)
        yield Written(create_youth(values_of(kept), by=by).pk, search, by, expected)


def searchable() -> Iterator[tuple[Record, Record, bool]]:
    """A search has one name and a whole birth date: the profile is the side that knows less or goes by more names."""
    for pair in read(PAIRS):
        sides = sorted((pair.one, pair.other), key=lambda side: (is_whole_date(side.birth), -len(side.names)))
        if is_whole_date(sides[1].birth) and len(sides[1].names) == 1:
            yield sides[0], sides[1], pair.expected


def values_of(record: Record) -> dict[str, Any]:
    legal, *others = record.names
    whole = is_whole_date(record.birth)
    known = BirthKnown.KNOWN if whole else BirthKnown.ESTIMATED if record.birth else BirthKnown.UNKNOWN
    born = dt.date.fromisoformat(record.birth + MIDDLE[len(record.birth) :]) if record.birth else None
    return {**names_in(legal), "aliases": others, "birth_date": born, "birth_known": known}


def shown(written: list[Written]) -> Iterator[bool]:
    """Of the pairs that are one person: whether the page names them."""
    for one in written:
        if one.expected:
            with trail.acting("bench"):
                yield one.youth in {youth.pk for youth in results_of(one.search, by=one.by)}
