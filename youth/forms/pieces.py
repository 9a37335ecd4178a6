"""Fields as these forms use them: none is required, for what is not known stops nobody."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from audit import clock
from uswds.fields import SingleLineField, WordsField
from youth import blind_index
from youth.models.profiles import WORDS_LENGTH

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label

CONFLICT_LABEL = _L("Is somebody involved DCF staff, a foster parent, or a relative of DCF staff?")
CONFLICT_HINT = _L(
    "Yes seals the record at once: only you, your supervisor unless involved, and HART's lead may open it."
)
NOT_KNOWN = ("", _L("Not known"))


def line(label: "Label", *, max_length: int, help_text: "Label" = "") -> SingleLineField:
    return SingleLineField(label=label, max_length=max_length, help_text=help_text, required=False)


def words(label: "Label", *, rows: int = 2, help_text: "Label" = "") -> WordsField:
    return WordsField(label=label, max_length=WORDS_LENGTH, rows=rows, help_text=help_text, required=False)


def one_of(
    label: "Label", offered: Sequence[tuple[str, Any]], *, buttons: bool = False, **more: Any
) -> forms.ChoiceField:
    widget = forms.RadioSelect if buttons else forms.Select
    return forms.ChoiceField(label=label, choices=offered, required=False, widget=widget, **more)


class RowField(forms.ModelChoiceField):
    """A row chosen from a list; an id that is none, or none of the list, is refused in the same words."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(_("Choose from the list."), code="invalid_choice") from None

    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


def whole_number(text: str) -> str:
    if text and not blind_index.number_of(text):
        raise ValidationError(_("Write the whole number: at least four letters or digits."))
    return text


def today() -> dt.date:
    return timezone.localdate(clock.now())
