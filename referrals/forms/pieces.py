"""The kinds of field these forms are made of."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _L

from referrals import content
from uswds.fields import SingleLineField, WordsField
from youth.forms.moments import MomentField

CALLBACK_HINT = _L("One number with its area code: HART calls it with one press.")


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
