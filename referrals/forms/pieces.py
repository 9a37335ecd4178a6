"""The kinds of field these forms are made of."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from audit import clock
from referrals import content
from uswds.fields import SingleLineField, WordsField

CALLBACK_HINT = _L("One number with its area code: HART calls it with one press.")
LOCAL = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """Date and time of something that has happened."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[LOCAL, f"{LOCAL}:%S"], **kwargs)

    def validate(self, value: dt.datetime | None) -> None:
        super().validate(value)
        if value and value > clock.now():
            raise ValidationError(_("This is in the future. Enter when it happened."))
        if value and value.year < 2000:
            raise ValidationError(_("Check the year: this is too long ago."))


def words(label: Any, help_text: Any = "", rows: int = 3) -> WordsField:
    return WordsField(label=label, help_text=help_text, required=False, max_length=content.WORDS, rows=rows)


def line(label: Any, help_text: Any = "") -> SingleLineField:
    return SingleLineField(label=label, help_text=help_text, required=False, max_length=content.LINE)


def one_of(label: Any, options: Sequence[tuple[str, Any]], help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=options, widget=forms.RadioSelect, required=False, help_text=help_text
    )


def moment(label: Any, help_text: Any = "") -> MomentField:
    return MomentField(label=label, help_text=help_text, required=False)
