"""How the lines of a measure are counted: pure functions over the rows that were read."""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from referrals.choices import Determination, WasTold
from reports.cases import BORNE_OUT, FLAGGED, MEASURED
from reports.reading import Reading
from reports.rows import Case, Person, Reached, Timed, ToPolice

NINE_TENTHS = 0.9
EVERYONE = _("All")
ALL, UNKNOWN = "", "unknown"
OFFICE = "office-"  # before its name, where offices stand among other lines
NOBODY, NOTHING = Person(), Reached()
Words = str | Promise
Group = tuple[str, Words]  # its code and its name
Lines = Callable[[Reading], list["Line"]]
# The first line of those that have none of all together.
YOUNG_PEOPLE: Group = ("children", _("Young people"))
FLAGS: Group = ("flagged", _("Level 3 or 4"))
WAS_OFFERED: Group = ("offered", _("Offered a service"))


class Line(NamedTuple):
    """One line of a measure. Of a time ``part`` are those that have come so far, of which the time is."""

    key: str
    label: Words
    part: int
    whole: int
    ids: tuple[str, ...]  # of the rows behind the part
    median: dt.timedelta | None = None
    ninetieth: dt.timedelta | None = None
    others: tuple[str, ...] = ()  # of the rows of the whole that are not in the part, where the line alone has them


def counted(
    groups: Sequence[Group], of: Callable[[Case], str], among: Callable[[Case], Any] = bool, *, rest: bool = True
) -> Lines:
    """Each referral in one group. ``rest``: a code that is none of them, or none, counts as not known."""
    known = [*(group for group in groups if group[0] != UNKNOWN), *([(UNKNOWN, _("Not known"))] if rest else [])]

    def lines(reading: Reading) -> list[Line]:
        cases = [case for case in reading.cases if among(case)]
        found: dict[str, list[str]] = {code: [] for code, _label in known}
        for case in cases:
            code = of(case)
            found[code if code in found else UNKNOWN].append(case.pk)
        return [Line(code, label, len(found[code]), len(cases), tuple(found[code])) for code, label in known]

    return lines


def by_office(reading: Reading) -> list[Line]:
    names = sorted({case.office for case in reading.cases})
    return counted([(name, name) for name in names], lambda case: case.office, rest=False)(reading)


def by_agency(reading: Reading) -> list[Line]:
    """However its name was capitalized; one that was not written down last."""
    found: dict[str, list[ToPolice]] = {}
    for row in reading.to_police:
        found.setdefault(row.agency.casefold(), []).append(row)
    total, unnamed = len(reading.to_police), found.pop("", [])
    named = [
        Line(key, rows[0].agency, len(rows), total, tuple(row.pk for row in rows))
        for key, rows in sorted(found.items())
    ]  # fmt: skip
    return [*named, Line(UNKNOWN, _("Agency not written down"), len(unnamed), total, tuple(row.pk for row in unnamed))]


def by_region(reading: Reading) -> list[Line]:
    numbers = sorted({str(case.region or "") for case in reading.cases})
    named = [(number, _("Region %s") % number if number else _("HART's own desk")) for number in numbers]
    return counted(named, lambda case: str(case.region or ""), rest=False)(reading)


def share_of(rows: Iterable[Any], hit: Callable[[Any], bool], key: str = ALL, label: Words = EVERYONE) -> Line:
    hits: list[str] = []
    others: list[str] = []
    for row in rows:
        (hits if hit(row) else others).append(row.pk)
    return Line(key, label, len(hits), len(hits) + len(others), tuple(hits), others=tuple(others))


def in_time(*clocks: str) -> Lines:
    assert set(clocks) <= set(MEASURED), clocks
    return lambda reading: [share_of(of_clocks(reading, clocks), is_in_time)]


def federal_notices(reading: Reading) -> list[Line]:
    return [share_of(reading.federal_notices, is_in_time)]


def of_clocks(reading: Reading, clocks: Sequence[str]) -> list[Timed]:
    return [row for clock in clocks for row in reading.by_clock.get(clock, ())]


def of_people(groups: Sequence[Group], value: Callable[[Person], str]) -> Lines:
    """Of what stands sealed in the profile."""

    def lines(reading: Reading) -> list[Line]:
        people = reading.people(reading.cases)
        return counted(groups, lambda case: value(people.get(case.youth, NOBODY)))(reading)

    return lines


def is_in_time(row: Timed) -> bool:
    return row.in_time


def spread(value: Callable[[Case], dt.timedelta | None], among: Callable[[Case], Any] = bool) -> Lines:
    """Median and ninetieth percentile by level, of all, and by office, of those that have come so far."""

    def lines(reading: Reading) -> list[Line]:
        parts = [("4", _("Level 4")), ("3", _("Level 3")), ("2", _("Level 2")), ("U", _("Not enough information"))]
        cases = [case for case in reading.cases if among(case)]
        groups: list[tuple[str, Words, list[Case]]] = [
            *((key, label, [case for case in cases if case.level == key]) for key, label in parts),
            (ALL, EVERYONE, cases),
            *((f"{OFFICE}{name}", name, rows) for name, rows in sorted(of_offices(cases).items())),
        ]
        return [timed(key, label, rows, value) for key, label, rows in groups]

    return lines


def of_offices(cases: Iterable[Case]) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.office, []).append(case)
    return found


def timed(key: str, label: Words, rows: Iterable[Case], value: Callable[[Case], dt.timedelta | None]) -> Line:
    rows = list(rows)
    have = {row.pk: span for row in rows if (span := value(row)) is not None}
    spans = sorted(have.values())
    return Line(
        key, label, len(spans), len(rows), tuple(have),
        median=middle(spans),
        ninetieth=spans[math.ceil(NINE_TENTHS * len(spans)) - 1] if spans else None,
        others=tuple(row.pk for row in rows if row.pk not in have),
    )  # fmt: skip


def middle(spans: Sequence[dt.timedelta]) -> dt.timedelta | None:
    """The median of what is in order; of an even number the mean of the two in the middle."""
    half = len(spans) // 2
    if not spans:
        return None
    return spans[half] if len(spans) % 2 else (spans[half - 1] + spans[half]) / 2


def flags(reading: Reading) -> list[Line]:
    """Of those that HART has determined: how often the level was borne out."""
    settled = [case for case in reading.cases if is_settled(case)]
    flagged = [case for case in settled if is_flagged(case)]
    others = [case for case in settled if not is_flagged(case)]
    return [
        share_of(flagged, is_borne_out, *FLAGS),
        share_of(others, is_borne_out, "not_flagged", _("Level 2 or less, or not enough information")),
    ]


def is_settled(case: Case) -> bool:
    """HART could say what it is."""
    return bool(case.determination) and case.determination != Determination.UNABLE


def is_flagged(case: Case) -> bool:
    return case.level in FLAGGED


def is_borne_out(case: Case) -> bool:
    return case.determination in BORNE_OUT


def services(reading: Reading) -> list[Line]:
    parts = (WAS_OFFERED, ("accepted", _("Accepted one")), ("started", _("Started one")))
    cases = [case for case in reading.cases if is_borne_out(case)]

    def has(name: str) -> Callable[[Case], bool]:
        return lambda case: getattr(reading.reached.get(case.pk, NOTHING), name)

    return [share_of(cases, has(name), name, label) for name, label in parts]


def time_to_service(reading: Reading) -> list[Line]:
    """Until a first one was offered."""

    def until(case: Case) -> dt.timedelta | None:
        offered_at = reading.reached.get(case.pk, NOTHING).offered_at
        return offered_at - case.at if offered_at else None

    return spread(until, is_borne_out)(reading)


def by_source(groups: Sequence[Group], without: str) -> Lines:
    """``without``: the code of those that nobody told HART of from outside."""
    return lambda reading: counted(groups, lambda case: reading.sources.get(case.pk, without))(reading)


def told(reading: Reading) -> list[Line]:
    return [share_of([one for one in reading.cases if one.determination], lambda one: one.outcome_told == WasTold.TOLD)]


def children(reading: Reading) -> list[Line]:
    """Children and referrals kept apart: each young person once, and what came of the same person again."""
    first: dict[str, str] = {}
    for case in reading.cases:
        first.setdefault(case.youth or case.pk, case.pk)
    once = set(first.values())
    again = tuple(case.pk for case in reading.cases if case.pk not in once)
    return [
        Line(*YOUNG_PEOPLE, len(once), len(reading.cases), tuple(once)),
        Line("again", _("Further referrals of the same person"), len(again), len(reading.cases), again),
    ]


def determination_of(case: Case) -> str:
    return case.determination


def settled(reading: Reading) -> list[Line]:
    groups = (("yes", _("Determined")), ("no", _("Not determined yet")))
    return counted(groups, lambda case: "yes" if case.determination else "no", rest=False)(reading)


def again(reading: Reading) -> list[Line]:
    return [share_of(reading.ended, lambda one: one.again)]
