"""The kinds of field these forms are made of."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _L

from referrals import content
from uswds.fields import SingleLineField, WordsField
from youth.forms.moments import MomentField

SHORTEST_NUMBER = 7  # digits
CALLBACK_HINT = _L("One number with its area code: HART calls it with one press.")


def words(label: Any, help_text: Any = "", rows: int = 3) -> WordsField:
    return WordsField(label=label, help_text=help_text, required=False, max_length=content.WORDS, rows=rows)


def line(label: Any, help_text: Any = "") -> SingleLineField:
    return SingleLineField(label=label, help_text=help_text, required=False, max_length=content.LINE)


def phone(label: Any, help_text: Any = "") -> SingleLineField:
    return SingleLineField(
        label=label, help_text=help_text, required=False, max_length=content.LINE, validators=[can_be_called]
    )


def can_be_called(written: str) -> None:
    """Half a number is worse than none: whoever calls back finds nobody."""
    if sum(character.isdigit() for character in written) < SHORTEST_NUMBER:
        raise forms.ValidationError(_L("Write the whole number with its area code, or leave it empty."))


def one_of(label: Any, options: Sequence[tuple[str, Any]], help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=options, widget=forms.RadioSelect, required=False, help_text=help_text
    )


def moment(label: Any, help_text: Any = "") -> MomentField:
    return MomentField(label=label, help_text=help_text, required=False)
