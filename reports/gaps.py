"""Lines of what is missing: answers that nobody knew, and fields that no record fills."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from reports.cases import Case, Person, Reading, Signed
from reports.lines import ALL, EVERYONE, NOBODY, UNKNOWN, Line, Words
from reports.screened import of_returns


def not_known(rows: Iterable[Signed], key: str = ALL, label: Words = EVERYONE) -> Line:
    """Of answers: how many of those that were asked stayed open. The ids are those of the screenings."""
    rows = list(rows)
    with_gaps = tuple(row.pk for row in rows if row.not_known)
    return Line(key, label, sum(len(row.not_known) for row in rows), sum(len(row.asked) for row in rows), with_gaps)


def not_known_items(reading: Reading) -> list[Line]:
    """Where most is missing comes first."""
    asked, texts, left = Counter[str](), dict[str, str](), defaultdict[str, list[UUID]](list)
    versions = {id(row.asked): row.asked for row in reading.signed}
    for version, times in Counter(id(row.asked) for row in reading.signed).items():
        asked.update(dict.fromkeys(versions[version], times))
        texts |= {code: indicator.text for code, indicator in versions[version].items()}
    for row in reading.signed:
        for code in row.not_known:
            left[code].append(row.pk)
    order = sorted(asked, key=lambda code: (-len(left[code]) / asked[code], code))
    items = [Line(code, texts[code], len(left[code]), asked[code], tuple(left[code])) for code in order]
    return [not_known(reading.signed), *items]


def not_known_offices(reading: Reading) -> list[Line]:
    names = sorted({row.office for row in reading.signed})
    parts = [not_known([row for row in reading.signed if row.office == name], name, name) for name in names]
    return [*parts, not_known(reading.signed)]


def not_known_returns(reading: Reading) -> list[Line]:
    """Of the screenings after a return, line by line as the return screens: an empty one is in time as well."""
    rows = [row for row in reading.signed if row.is_return]
    return [not_known(part, key, label) for key, label, part in of_returns(reading, rows)]


# --- Fields that no record fills ----------------------------------------------------------------------------------


class Field(NamedTuple):
    label: Words
    value: Callable[[Case, Person], str]


FIELDS: Mapping[str, Field] = {
    "sex": Field(_("Sex"), lambda _case, person: person.sex),
    "race": Field(_("Race and ethnicity"), lambda _case, person: person.race),
    "living": Field(_("Where they live"), lambda case, _person: case.living),
    "age": Field(_("Age"), lambda case, _person: case.age),
    "type": Field(_("Type of concern"), lambda case, _person: case.type),
    "recruitment": Field(_("How contact began"), lambda case, _person: case.recruitment),
}


def empty_fields(reading: Reading) -> list[Line]:
    return [empty(reading, reading.cases, [code], code, field.label) for code, field in FIELDS.items()]


def empty_fields_offices(reading: Reading) -> list[Line]:
    """Of all these fields together."""
    names = sorted({case.office for case in reading.cases})
    parts = [
        empty(reading, [case for case in reading.cases if case.office == name], FIELDS, name, name) for name in names
    ]
    return [*parts, empty(reading, reading.cases, FIELDS, ALL, EVERYONE)]


def empty(reading: Reading, cases: Iterable[Case], codes: Iterable[str], key: str, label: Words) -> Line:
    """Of fields, not of referrals; the ids are those of the referrals that lack any."""
    cases, codes = list(cases), list(codes)
    lacking = {case.pk: sum(is_empty(reading, case, code) for code in codes) for case in cases}
    ids = tuple(pk for pk, number in lacking.items() if number)
    return Line(key, label, sum(lacking.values()), len(cases) * len(codes), ids)


def is_empty(reading: Reading, case: Case, code: str) -> bool:
    return FIELDS[code].value(case, reading.people.get(case.youth, NOBODY)) in ("", UNKNOWN)
