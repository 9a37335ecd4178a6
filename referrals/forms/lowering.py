"""To what level, and why; and why so decided."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _L

from screening.models import Level
from uswds.fields import WordsField

WORDS = 2_000


class LowerForm(forms.Form):
    level = forms.ChoiceField(
        label=_L("Lower it to"),
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose the lower level.")},
    )
    reason = WordsField(
        label=_L("Why is the level too high?"),
        help_text=_L("What do you know that the answers do not show?"),
        max_length=WORDS,
        rows=3,
        error_messages={"required": _L("Write in a sentence why it is too high.")},
    )

    def __init__(self, *args: Any, offered: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(one, Level(one).label) for one in offered]  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    why = WordsField(
        label=_L("Why so?"),
        help_text=_L("Whoever asked reads this."),
        max_length=WORDS,
        rows=3,
        error_messages={"required": _L("Write in a sentence why you decide so.")},
    )
