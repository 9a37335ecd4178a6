"""Date and time, typed in one field."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from audit import clock

LOCAL = "%Y-%m-%dT%H:%M"


class AnyMomentField(forms.DateTimeField):
    """Past or ahead."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[LOCAL, f"{LOCAL}:%S"], **kwargs)


class MomentField(AnyMomentField):
    """Of something that has happened."""

    def validate(self, value: dt.datetime | None) -> None:
        super().validate(value)
        if value and value > clock.now():
            raise ValidationError(_("This is in the future. Enter when it happened."))
        if value and value.year < 2000:
            raise ValidationError(_("Check the year: this is too long ago."))
