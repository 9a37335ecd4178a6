"""Write it down on the way: ten questions for a phone, and only one of them has to be answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _L

from screening import gates as gating
from screening.forms import gate_field
from screening.instrument import Instrument
from screening.models import Trigger
from screening.words import SOURCE_TYPES
from uswds.fields import WordsField
from youth.choices import Conflict
from youth.forms.pieces import CONFLICT_HINT, CONFLICT_LABEL
from youth.forms.who import WHO, WhoForm

GATES = ("G5", "G4")  # in danger, missing
WORDS = 10_000


class CaptureForm(WhoForm):
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    captured = WordsField(
        label=_L("What was seen or said?"),
        help_text=_L("Facts, and words as they were said. It stands beside every page of the questions later."),
        max_length=WORDS,
        rows=5,
        error_messages={"required": _L("Write what was seen or said, in a few words.")},
    )
    source_type = forms.ChoiceField(label=_L("Where does it come from?"), required=False)
    trigger = forms.ChoiceField(
        label=_L("Why this screening now?"), choices=[("", _L("Say it later")), *Trigger.choices], required=False
    )
    conflict = forms.ChoiceField(
        label=CONFLICT_LABEL,
        help_text=CONFLICT_HINT,
        choices=Conflict.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, instrument: Instrument, is_known: bool, is_sealed: bool, **kwargs: Any) -> None:
        """``is_known``: the young person has a profile already, so who they are is not asked."""
        super().__init__(*args, **kwargs)
        sources = [(code, SOURCE_TYPES.get(code, code)) for code in instrument.source_types]
        self.fields["source_type"].choices = [("", _L("Say it later")), *sources]  # type: ignore[attr-defined]
        for gate in gating.at_start(instrument):
            if gate.code in GATES:
                self.fields[gate.code] = gate_field(gate, required=False)
        for name in (*(WHO if is_known else ()), *(("conflict",) if is_sealed else ())):
            del self.fields[name]
        self.order_fields(["submission_key", *WHO, "captured", "source_type", *GATES, "trigger", "conflict"])

    def gates(self) -> dict[str, str]:
        return {code: self.cleaned_data[code] for code in GATES if self.cleaned_data.get(code)}
