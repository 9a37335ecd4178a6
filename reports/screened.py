"""Lines of screenings and of groups of young people: what called for one, what people changed, who was flagged."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from reports import lines
from reports.cases import RETURNED, TRIGGERED
from reports.lines import ALL, EVERYONE, NOBODY, UNKNOWN, Group, Line, Lines, Words, of_clocks, share_of
from reports.reading import Reading
from reports.rows import SEVERAL, Person, Signed
from youth.choices import Gender, Race

CALLS: dict[str, Words] = {
    "return": _("Somebody who was missing came back"),
    "referral": _("A referral came without a screening"),
    "again": _("The next screening was due"),
    "complete": _("Too little was known at the last one"),
}
SEXES: Sequence[Group] = [*Gender.choices, (UNKNOWN, _("Sex not known"))]
RACES: Sequence[Group] = [*Race.choices, (SEVERAL, _("More than one race")), (UNKNOWN, _("Race not known"))]
PLACES = (
    ("home", _("Living at home"), True),
    ("placed", _("In placement"), False),
    (UNKNOWN, _("Not known where"), None),
)
LEVELS = "U1234"
Part = tuple[str, Words, list[Any]]  # of some rows: its key, its name and which of them


def triggers(reading: Reading) -> list[Line]:
    """Screened at all, however late, of what called for a screening."""
    every = [clock for clocks in TRIGGERED.values() for clock in clocks]
    parts = [(call, CALLS[call], of_clocks(reading, clocks)) for call, clocks in TRIGGERED.items()]
    return [
        share_of(rows, is_done, key, label) for key, label, rows in [*parts, (ALL, EVERYONE, of_clocks(reading, every))]
    ]


def is_done(row: Any) -> bool:
    return bool(row.is_done)


def return_screens(reading: Reading) -> list[Line]:
    rows = of_clocks(reading, [RETURNED])
    return [share_of(part, lines.is_in_time, key, label) for key, label, part in of_returns(reading, rows)]


def of_returns(reading: Reading, rows: Sequence[Any]) -> list[Part]:
    """By sex, and young people who live at home as a line of their own: nobody's protocol asks for them."""
    by_place = [(key, label, [row for row in rows if row.at_home is at]) for key, label, at in PLACES]
    return [*of_sexes(reading, rows), *by_place, (ALL, EVERYONE, list(rows))]


def of_sexes(reading: Reading, rows: Iterable[Any]) -> Iterator[Part]:
    return of_people(reading, rows, "sex", SEXES, lambda one: one.sex)


def of_races(reading: Reading, rows: Iterable[Any]) -> Iterator[Part]:
    return of_people(reading, rows, "race", RACES, lambda one: one.race)


def of_people(
    reading: Reading, rows: Iterable[Any], kind: str, groups: Sequence[Group], value: Callable[[Person], str]
) -> Iterator[Part]:
    rows, found = list(rows), defaultdict(list)
    people = reading.people(rows)
    for row in rows:
        found[value(people.get(row.youth, NOBODY)) or UNKNOWN].append(row)
    return ((f"{kind}-{code}", label, found[code]) for code, label in groups)


# --- What people changed, and how groups differ -------------------------------------------------------------------


def overrides(reading: Reading) -> list[Line]:
    raised = share_of(reading.signed, lambda one: steps_up(one) > 0, "up", _("Raised"))
    same = share_of(reading.signed, lambda one: not steps_up(one), "same", _("As computed"))
    return [raised, same, share_of(reading.signed, lambda one: steps_up(one) < 0, "down", _("Lowered"))]


def steps_up(one: Signed) -> int:
    return LEVELS.index(one.level) - LEVELS.index(one.computed)


def by_group(rows_of: Callable[[Reading], Iterable[Any]], hit: Callable[[Any], bool]) -> Lines:
    """The same share for each sex and each race, so that an unequal hand is seen (domain.md 4.4)."""

    def found(reading: Reading) -> list[Line]:
        rows = list(rows_of(reading))
        parts = [*of_sexes(reading, rows), *of_races(reading, rows), (ALL, EVERYONE, rows)]
        return [share_of(part, hit, key, label) for key, label, part in parts]

    return found


flagged = by_group(lambda reading: reading.cases, lines.is_flagged)
borne_out = by_group(lambda reading: filter(lines.is_settled, reading.cases), lines.is_borne_out)
changed = by_group(lambda reading: reading.signed, lambda one: steps_up(one) != 0)
