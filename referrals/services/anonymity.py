"""No name anywhere in a consultation without identity."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from audit.refusals import Refusal
from referrals.content import NAMING_NOBODY, WORDED
from referrals.models import Referral, WithheldLink
from vault import keys
from vault.blind import fold
from youth.models import Youth

WORD = re.compile(r"\w+")
SHORTEST = 3  # letters; a shorter name counts only as it is written, or half the language would be names
PHONE = 7  # digits; fewer are no number that leads to anybody


class NamesSomebody(Refusal):
    """Words of a consultation without identity contain what would say who the young person is."""


def refuse_names(youth: Youth, fields: Mapping[str, Any], back: str) -> None:
    """Raises NamesSomebody, which leads to ``back``, the page where the words were typed."""
    if found := set().union(*names_by_field(youth, fields).values()):
        raise NamesSomebody(take_out(found), back)


def names_by_field(youth: Youth, fields: Mapping[str, Any]) -> dict[str, set[str]]:
    """Of the words that go with it: those which would say who it is, under the field they stand in."""
    going = {name: fields.get(name) or "" for name in NAMING_NOBODY if name in WORDED}
    return {name: found for name, words in going.items() if (found := names_in(youth, words))}


def youth_behind(referral: Referral, *, known_to: User) -> Youth | None:
    """The way from the person to the consultation, for somebody who may see the person anyway."""
    links = list(WithheldLink.objects.filter(youth__in=Youth.objects.visible_to(known_to)).select_related("youth"))
    keys.unlock(link.youth_id for link in links)
    return next((link.youth for link in links if link.consultation == str(referral.pk)), None)


def take_out(found: set[str]) -> str:
    return _("Take this out first, it would say who the young person is: %(words)s.") % {
        "words": ", ".join(sorted(found))
    }


def names_in(youth: Youth, text: str) -> set[str]:
    """What in the text is part of a name, or is a number, birth date or address, of the young person or household."""
    names = [part for name in names_of(youth) for part in WORD.findall(name)]
    numbers = WORD.findall(f"{youth.case_number} {youth.person_number}")
    folded = {fold(part) for part in (*names, *numbers) if len(part) >= SHORTEST}
    words = {word for word in WORD.findall(text) if word in names or fold(word) in folded}
    return words | phrases_in(youth, text) | phones_in(youth, text)


def names_of(youth: Youth) -> list[str]:
    own = [youth.legal_first, youth.legal_last, youth.chosen_name]
    return [*own, *(a.name for a in youth.aliases.all()), *(c.name for c in youth.caregivers.all())]


def phrases_in(youth: Youth, text: str) -> set[str]:
    """A placement and a birth date count as a whole: their single words and numbers are anybody's."""
    said = f" {fold(text)} "
    known = [youth.placement, *(dates_as_written(youth.birth_date) if youth.birth_date else ())]
    return {phrase for phrase in known if fold(phrase) and f" {fold(phrase)} " in said}


def dates_as_written(day: dt.date) -> Iterator[str]:
    for year in (f"{day:%Y}", f"{day:%y}"):
        yield f"{day.month}/{day.day}/{year}"
        yield f"{day:%m/%d}/{year}"
    yield f"{day:%Y-%m-%d}"
    for month in (f"{day:%B}", f"{day:%b}"):
        yield f"{month} {day.day} {day.year}"
        yield f"{day.day} {month} {day.year}"


def phones_in(youth: Youth, text: str) -> set[str]:
    said = "".join(filter(str.isdigit, text))
    known = [caregiver.phone for caregiver in youth.caregivers.all()]
    digits = {phone: "".join(filter(str.isdigit, phone)) for phone in known}
    return {phone for phone, number in digits.items() if len(number) >= PHONE and number[-10:] in said}
