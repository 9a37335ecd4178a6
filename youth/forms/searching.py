"""What somebody is searched by."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from uswds.fields import MemorableDateField
from youth import blind_index
from youth.forms.pieces import line
from youth.models.profiles import NAME_LENGTH, NUMBER_LENGTH


class SearchForm(forms.Form):
    name = line(_L("Name"), max_length=2 * NAME_LENGTH, help_text=_L("In any order, with or without accents"))
    birth_date = MemorableDateField(label=_L("Birth date"), required=False, allow_future=False)
    number = line(_L("Or a DCF case or person number, or a caregiver's phone number"), max_length=NUMBER_LENGTH)
    knows_neither = forms.BooleanField(
        label=_L("I know neither the birth date nor a number"),
        help_text=_L("Then nobody can be looked up: a name alone would find too many people."),
        required=False,
    )

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and not (blind_index.number_of(number) or blind_index.phone_of(number)):
            raise ValidationError(_("Write the whole number: at least four letters or digits."))
        return number

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name and not blind_index.name_parts(name):
            raise ValidationError(_("Write a name of at least two letters."))
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors or said.get("number"):
            return said
        if not said["name"]:
            self.add_error("name", _("Write a name and the birth date, or a number."))
        elif not said["birth_date"] and not said["knows_neither"]:
            self.add_error("birth_date", _("Add the birth date. A name alone would find too many people."))
        return said
