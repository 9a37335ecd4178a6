"""Form fields as the design system draws them. They know nothing of cases."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MONTHS = [
    gettext_lazy("January"), gettext_lazy("February"), gettext_lazy("March"), gettext_lazy("April"),
    gettext_lazy("May"), gettext_lazy("June"), gettext_lazy("July"), gettext_lazy("August"),
    gettext_lazy("September"), gettext_lazy("October"), gettext_lazy("November"), gettext_lazy("December"),
]  # fmt: skip
OLDEST_YEAR = 1900


class SingleLineField(forms.CharField):
    """One line of words; NUL bytes and over-long text are refused with a sentence."""


class WordsField(forms.CharField):
    """A box for several lines. The count below it is drawn from ``max_length``."""

    def __init__(self, *, rows: int = 4, max_length: int, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, widget=widget, **kwargs)


class TimeField(forms.TimeField):
    """A time of day, in minutes. Where the browser offers no clock to pick from, it is typed: 14:30 or 2:30 PM."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M", "%I:%M %p"], **kwargs)
        self.error_messages["invalid"] = gettext_lazy("Enter a time, for example 8:30 AM.")


class MemorableDateWidget(forms.MultiWidget):
    """Month, day and year apart: a remembered date is typed, not picked."""

    template_name = "uswds/widgets/memorable_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = [
            ("", gettext_lazy("Month")),
            *((str(number), name) for number, name in enumerate(MONTHS, start=1)),
        ]
        super().__init__(
            widgets={
                "month": forms.Select(choices=months),
                "day": forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2}),
                "year": forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
            },
            attrs=attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str) and value:
            value = datetime.date.fromisoformat(value)
        return [value.month, value.day, value.year] if value else [None, None, None]


class MemorableDateField(forms.MultiValueField):
    """A date typed in three parts; cleans to a ``date`` or None.

    Raises a sentence of its own for each way a date can be wrong: a part missing, no such day, in the future, too old.
    """

    widget = MemorableDateWidget

    def __init__(self, *, allow_future: bool = True, required: bool = True, **kwargs: Any) -> None:
        self.allow_future = allow_future
        parts = (forms.CharField(), forms.CharField(), forms.CharField())
        super().__init__(parts, required=required, require_all_fields=False, **kwargs)
        for part in parts:
            part.required = False

    def clean(self, value: Sequence[Any]) -> datetime.date | None:
        parts = [str(part or "").strip() for part in (value or [])]
        if not any(parts):
            if self.required:
                raise ValidationError(_("Enter a date: month, day and year."))
            return None
        day = self.compress(parts)
        self.validate(day)
        self.run_validators(day)
        return day

    def compress(self, data_list: Sequence[str]) -> datetime.date:
        if not all(data_list) or not all(part.isdecimal() and part.isascii() for part in data_list):
            raise ValidationError(_("Enter month, day and year in numbers, for example March 4 2010."))
        month, day, year = (int(part[:5]) for part in data_list)
        if year < OLDEST_YEAR:
            raise ValidationError(_("Write the year with four digits, 1900 or later."))
        try:
            found = datetime.date(year, month, day)
        except ValueError:
            raise ValidationError(_("There is no such day. Check month and day.")) from None
        if not self.allow_future and found > timezone.localdate():
            raise ValidationError(_("This date is in the future."))
        return found
