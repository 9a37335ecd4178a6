"""Who somebody is, as far as one knows it standing in a doorway: no question has to be answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _L

from accounts.models import Town
from uswds.fields import SingleLineField
from youth.ages import OLDEST
from youth.models.profiles import NAME_LENGTH, NUMBER_LENGTH

WHO = ("name", "number", "age", "town")


def age_field(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=_L("Empty means not known, and is handled as a minor."),
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        error_messages={"invalid": _L("Write the age in years as a number, or leave it empty.")},
    )


class WhoForm(forms.Form):
    """To be built on: a form of somebody who has a profile already leaves these fields out."""

    name = SingleLineField(
        label=_L("Name, or what they are called"),
        help_text=_L("As much as you know. Leave it empty if you do not know it."),
        required=False,
        max_length=NAME_LENGTH,
    )
    number = SingleLineField(label=_L("DCF case or person number"), required=False, max_length=NUMBER_LENGTH)
    age = age_field(_L("Age"))
    town = forms.ModelChoiceField(
        Town.objects.order_by("name"), label=_L("Town"), required=False, empty_label=_L("Not known, or outside")
    )

    def who(self) -> dict[str, Any]:
        """The profile as far as it is known; for ``services.profile_of``."""
        return {name: self.cleaned_data.get(name) for name in WHO}
