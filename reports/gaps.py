"""Lines of what is missing: answers that nobody knew, and fields that no record fills."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from reports.lines import ALL, EVERYONE, NOBODY, UNKNOWN, Line, Words, share_of
from reports.reading import Reading
from reports.rows import Case, Person, Signed
from reports.screened import of_returns


def not_known(rows: Iterable[Signed], key: str = ALL, label: Words = EVERYONE) -> Line:
    """Of answers: how many of those that were asked stayed open. The ids are those of the screenings."""
    rows = list(rows)
    with_gaps = tuple(row.pk for row in rows if row.not_known)
    without = tuple(row.pk for row in rows if row.asked and not row.not_known)
    return Line(
        key, label, sum(len(row.not_known) for row in rows), sum(len(row.asked) for row in rows), with_gaps,
        others=without,
    )  # fmt: skip


def not_known_items(reading: Reading) -> list[Line]:
    """Where most is missing comes first."""
    asked, texts, left = Counter[str](), dict[str, str](), Counter[str]()
    versions = {id(row.asked): row.asked for row in reading.signed}
    for version, times in Counter(id(row.asked) for row in reading.signed).items():
        asked.update(dict.fromkeys(versions[version], times))
        texts |= {code: indicator.text for code, indicator in versions[version].items()}
    for row in reading.signed:
        left.update(row.not_known)
    order = sorted(asked, key=lambda code: (-left[code] / asked[code], code))
    return [not_known(reading.signed), *(not_known_item(reading.signed, code, texts[code]) for code in order)]


def not_known_item(signed: Iterable[Signed], code: str, label: str) -> Line:
    """Of the screenings that ask it: one answer each."""
    return share_of((row for row in signed if code in row.asked), lambda row: code in row.not_known, code, label)


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
    "living": Field(_("Where they live"), lambda _case, person: person.living),
    "age": Field(_("Age"), lambda case, _person: case.age),
    "type": Field(_("Type of concern"), lambda case, _person: case.type),
    "recruitment": Field(_("How contact began"), lambda case, _person: case.recruitment),
}


def empty_fields(reading: Reading) -> list[Line]:
    empty = lacking(reading)

    def of_field(code: str, label: Words) -> Line:
        return share_of(reading.cases, lambda case: code in empty[case.pk], code, label)

    return [of_field(code, field.label) for code, field in FIELDS.items()]


def empty_fields_offices(reading: Reading) -> list[Line]:
    """Of all these fields together: fields are counted, and the ids are those of the referrals that lack any."""
    empty, offices = lacking(reading), defaultdict[str, list[str]](list)
    for case in reading.cases:
        offices[case.office].append(case.pk)
    every: Sequence[tuple[str, Words, list[str]]] = [
        *((name, name, offices[name]) for name in sorted(offices)),
        (ALL, EVERYONE, [case.pk for case in reading.cases]),
    ]
    return [
        Line(
            key, label, sum(len(empty[pk]) for pk in pks), len(pks) * len(FIELDS),
            tuple(pk for pk in pks if empty[pk]), others=tuple(pk for pk in pks if not empty[pk]),
        )
        for key, label, pks in every
    ]  # fmt: skip


def lacking(reading: Reading) -> dict[str, list[str]]:
    """Which fields nothing is known of, by referral."""
    people = reading.people(reading.cases)
    return {
        case.pk: [code for code, field in FIELDS.items() if field.value(case, person) in ("", UNKNOWN)]
        for case in reading.cases
        for person in [people.get(case.youth, NOBODY)]
    }
