"""What HART asks for, and the one page on which all of it is answered."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals import content
from screening import sections
from screening.forms import answer_field
from screening.instrument import Instrument
from screening.words import SOURCE_TYPES
from uswds.fields import SingleLineField, WordsField

NOTE = 4_000  # characters


class AskForm(forms.Form):
    """Questions of the screening, those that nobody could answer first; words; or both."""

    not_known = forms.MultipleChoiceField(
        label=_L("Not known so far"), required=False, widget=forms.CheckboxSelectMultiple
    )
    answered = forms.MultipleChoiceField(
        label=_L("Answered, and to be asked again"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = WordsField(label=_L("Anything else, in your own words"), required=False, max_length=content.WORDS, rows=4)

    def __init__(self, *args: Any, instrument: Instrument, codes: Iterable[str], unknown: Sequence[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        texts = [(code, instrument.indicators[code].text) for code in codes]
        self.fields["not_known"].choices = [one for one in texts if one[0] in unknown]  # type: ignore[attr-defined]
        self.fields["answered"].choices = [one for one in texts if one[0] not in unknown]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not (said.get("not_known") or said.get("answered") or said.get("words")):
            raise forms.ValidationError(_("Choose a question of the screening, or write one."))
        return said

    @property
    def items(self) -> list[str]:
        return [*self.cleaned_data["not_known"], *self.cleaned_data["answered"]]


class InquiryForm(forms.Form):
    """Exactly what HART asked; an answer needs what it needs in a screening."""

    def __init__(
        self, *args: Any, instrument: Instrument | None, codes: Sequence[str], asks_words: bool, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.instrument, self.codes = instrument, codes
        for code in codes:
            assert instrument
            asked = answer_field(instrument, instrument.indicators[code])
            asked.required = True
            asked.error_messages["required"] = _("Choose one of the answers; Not known is one.")
            self.fields[code] = asked
            self.fields[f"{code}_source_type"] = forms.ChoiceField(
                label=_("Where this comes from"),
                choices=[("", _("Choose")), *((one, SOURCE_TYPES.get(one, one)) for one in instrument.source_types)],
                required=False,
            )
            self.fields[f"{code}_note"] = SingleLineField(label=_("Note"), required=False, max_length=NOTE)
        self.fields["words"] = WordsField(
            label=_("Your answer") if asks_words else _("Anything else HART should know"),
            required=asks_words,
            max_length=content.WORDS,
            rows=4,
        )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for code in self.codes:
            assert self.instrument
            entry = {
                "answer": said.get(code),
                "sources": said.get(f"{code}_source_type"),
                "note": said.get(f"{code}_note"),
            }
            missing = sections.lacks(self.instrument, self.instrument.indicators[code], entry)
            if "source" in missing:
                self.add_error(f"{code}_source_type", _("Choose where this comes from, or answer Not known."))
            if "note" in missing:
                self.add_error(f"{code}_note", _("Write what was seen or said, in a few words."))
        return said

    def answers(self) -> dict[str, dict[str, str]]:
        said = self.cleaned_data
        return {
            code: {"answer": said[code], "source_type": said[f"{code}_source_type"], "note": said[f"{code}_note"]}
            for code in self.codes
        }
