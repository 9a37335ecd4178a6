"""Words that stand nowhere else in the world, one for each field, typed into the forms as the pages show them."""

import datetime as dt
import random
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from uswds.fields import MemorableDateField

CONSONANTS = "bcdfghjklmnpqrstvwxz"
ACCENTED = "ńśźćŕ"
NEEDLE = 11  # letters; the accented one is left out, so that a token is found however it is spelled
OLD_ENOUGH = dt.date(1996, 1, 1)


class Tokens:
    """``needles`` says what to search for and where it was typed; ``covered`` which fields of which forms were."""

    def __init__(self) -> None:
        self.chance = random.Random()
        self.needles: dict[str, str] = {}
        self.covered: set[tuple[str, str]] = set()

    def words(self, where: str) -> str:
        letters = "q" + "".join(self.chance.choices(CONSONANTS, k=NEEDLE - 1))
        self.needles[letters] = where
        return f"{letters.capitalize()}{self.chance.choice(ACCENTED)}"

    def phone(self, where: str) -> str:
        area, middle, last = (f"{self.chance.randrange(2 * top, 10 * top)}" for top in (100, 100, 1000))
        for spelled in (f"{area}{middle}{last}", f"{area}-{middle}-{last}", f"{area}) {middle}-{last}"):
            self.needles[spelled] = where
        return f"({area}) {middle}-{last}"

    def day(self, where: str, year: int) -> dt.date:
        found = dt.date(year, 1, 1) + dt.timedelta(days=self.chance.randrange(365))
        month = f"{found:%B}"
        spelled = (
            found.isoformat(),
            f"{found:%m/%d/%Y}",
            f"{found.month}/{found.day}/{found.year}",
            *(f"{name} {found.day}, {found.year}" for name in (month, month[:3], f"{month[:3]}.")),
        )
        self.needles |= {one.casefold(): where for one in spelled}
        return found

    def filled(self, form: forms.BaseForm, chosen: Mapping[str, Any] | None = None, year: int = 0) -> dict[str, Any]:
        """What a browser would send with a token in every field that takes words or a date.

        ``chosen`` decides what is no word; None leaves a field out. A kind of field nobody thought of fails.
        """
        sent: dict[str, Any] = {}
        for name in form.fields:
            sent |= self.typed(form, name, (chosen or {}).get(name, ...), year)
        return {key: value for key, value in sent.items() if value is not None}

    def typed(self, form: forms.BaseForm, name: str, choice: Any, year: int) -> dict[str, Any]:
        field, bound = form.fields[name], form[name]
        where, key = f"{type(form).__name__}.{name}", bound.html_name
        if choice is not ...:
            return {key: choice}
        if isinstance(field.widget, forms.HiddenInput):
            value = bound.value()
            return {key: "" if value is None else str(value)}
        if isinstance(field, MemorableDateField):
            self.covered.add((type(form).__name__, name))
            found = self.day(where, year or timezone.localdate().year - 3)
            return {f"{key}_{part}": str(getattr(found, part)) for part in ("month", "day", "year")}
        if isinstance(field, forms.DateTimeField):
            return {key: f"{timezone.localtime() - dt.timedelta(hours=1):%Y-%m-%dT%H:%M}"}
        if isinstance(field, forms.DateField):
            return {key: self.day(where, year or timezone.localdate().year - 15).isoformat()}
        if isinstance(field, forms.BooleanField | forms.ModelChoiceField | forms.IntegerField):
            return {}
        if isinstance(field, forms.ChoiceField):
            options = [value for value, _label in field.choices if value]  # type: ignore[union-attr,str-unpack]
            several = isinstance(field, forms.MultipleChoiceField)
            return {key: options[:1] if several else options[0]} if options else {}
        assert type(field).__name__ in ("SingleLineField", "WordsField"), f"no token is made for {where}: {field}"
        self.covered.add((type(form).__name__, name))
        return {key: self.phone(where) if "phone" in name else self.words(where)}


def takes_words(field: forms.Field) -> bool:
    """Whether somebody can type what they like into it."""
    if isinstance(field.widget, forms.HiddenInput):
        return False
    return isinstance(field, MemorableDateField) or (
        isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField)
    )
