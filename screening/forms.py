"""Forms built from the instrument: one class serves every section. They validate and shape; they never save."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import clock
from screening import gates as gating
from screening import sections
from screening.instrument import Domain, Gate, Indicator, Instrument
from screening.models import Screening, SectionAnswers, Source, Trigger
from screening.words import GATE_VALUES, SOURCE_TYPES, STRENGTHS_NOT_ASKED
from uswds.fields import MemorableDateField, SingleLineField, WordsField
from youth.choices import AgeGate

NOTE_LENGTH = 4_000
NEW_SOURCE = "new"  # prefix of the fields of a source that is added on the page
SOURCE_DATE_PARTS = [f"information_date_{part}" for part in ("month", "day", "year")]
ADULT = AgeGate.ADULT.value
CODE = re.compile(r"\b[A-Z]{2}[0-9]\b")  # of an indicator
MINOR = (AgeGate.UNDER_13, AgeGate.FROM_13)


class RowView(NamedTuple):
    """One indicator as the page lays it out."""

    indicator: Indicator
    answer: BoundField | None
    sources: BoundField | None
    note: BoundField


class SectionForm(forms.Form):
    """One page of the questionnaire, built from the instrument."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    field = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(
        self, *args: Any, instrument: Instrument, domain: Domain, sources: Sequence[Source], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.instrument, self.domain, self.asked = instrument, domain, sections.asked(domain)
        labels = [(str(source.pk), source_label(source)) for source in sources]
        for indicator in self.asked:
            if indicator.is_scored:
                self.fields[indicator.code] = answer_field(instrument, indicator)
                self.fields[f"{indicator.code}_sources"] = forms.MultipleChoiceField(
                    choices=labels,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                    label=_("Where this comes from"),
                )
            self.fields[f"{indicator.code}_note"] = note_field(instrument, indicator)
        if sections.is_strengths(domain):
            self.fields[f"{sections.NOT_ASKED}_note"] = WordsField(
                label=STRENGTHS_NOT_ASKED, required=False, max_length=NOTE_LENGTH, rows=2
            )

    def clean_field(self) -> str:
        """A name of this page, or none: it is kept in clear, as the place to come back to."""
        name: str = self.cleaned_data["field"]
        source = {f"{NEW_SOURCE}-{part}" for part in (*SourceForm.base_fields, *SOURCE_DATE_PARTS)}
        box = re.sub(r"_[0-9]+$", "", name)  # one of several buttons or boxes
        return name if name in source or name in self.fields or box in self.fields else ""

    @staticmethod
    def initial_from(part: SectionAnswers | None) -> dict[str, Any]:
        initial: dict[str, Any] = {"seen": part.number_of_saves if part else 0}
        for code, entry in (part.entries if part else {}).items():
            initial[code] = entry.get("answer", "")
            initial[f"{code}_sources"] = entry.get("sources", [])
            initial[f"{code}_note"] = entry.get("note", "")
        return initial

    @property
    def not_asked(self) -> BoundField | None:
        name = f"{sections.NOT_ASKED}_note"
        return self[name] if name in self.fields else None

    def entries(self) -> dict[str, dict[str, Any]]:
        """What was typed, in the shape the section is kept in; also from a form whose rules are not yet met."""
        codes = [*(indicator.code for indicator in self.asked), sections.NOT_ASKED]
        return {code: self.entry(code) for code in codes if f"{code}_note" in self.fields}

    def entry(self, code: str) -> dict[str, Any]:
        said = self.cleaned_data
        found = {
            "answer": said.get(code, ""),
            "sources": said.get(f"{code}_sources", []),
            "note": said.get(f"{code}_note", ""),
        }
        return {name: value for name, value in found.items() if value}

    def rows(self) -> list[RowView]:
        return [
            RowView(
                indicator,
                self[indicator.code] if indicator.code in self.fields else None,
                self[f"{indicator.code}_sources"] if f"{indicator.code}_sources" in self.fields else None,
                self[f"{indicator.code}_note"],
            )
            for indicator in self.asked
        ]

    def say_what_is_missing(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Turn what the kept answers still need into errors beside their fields."""
        for indicator in self.asked:
            missing = sections.lacks(self.instrument, indicator, entries.get(indicator.code, {}))
            question = Truncator(indicator.text).words(8)
            if "source" in missing:
                sentence = _("“%(question)s” Choose where this comes from. If there is no source, answer Not known.")
                self.add_error(f"{indicator.code}_sources", sentence % {"question": question})
            if "note" in missing:
                sentence = _("“%(question)s” Write what was seen or said, in a few words.")
                self.add_error(f"{indicator.code}_note", sentence % {"question": question})


def answer_field(instrument: Instrument, indicator: Indicator) -> forms.ChoiceField:
    choices = [(code, answer.label) for code, answer in instrument.answers.items()]
    return forms.ChoiceField(
        choices=choices,
        required=False,
        widget=forms.RadioSelect,
        label=indicator.text,
        help_text=help_words(instrument, indicator),
    )


def help_words(instrument: Instrument, indicator: Indicator) -> str:
    """With the questions it points to in words: their codes stand on the prompt sheet alone."""
    asked = instrument.indicators
    return CODE.sub(lambda found: f"“{asked[found[0]].text}”" if found[0] in asked else found[0], indicator.help)


def note_field(instrument: Instrument, indicator: Indicator) -> forms.CharField:
    scored = indicator.is_scored
    return WordsField(
        label=_("Note") if scored else indicator.text,
        help_text="" if scored else help_words(instrument, indicator),
        required=False,
        max_length=NOTE_LENGTH,
        rows=2,
    )


def source_label(source: Source) -> str:
    kind = str(SOURCE_TYPES.get(source.source_type, source.source_type))
    on = f", {date_format(source.information_date, 'M j, Y')}" if source.information_date else ""
    who = f", {source.who}" if source.who else ""
    return f"{kind}{on}{who}"


class SourceForm(forms.Form):
    source_type = forms.ChoiceField(label=gettext_lazy("Kind of source"))
    information_date = MemorableDateField(
        label=gettext_lazy("Date of the information"), required=False, allow_future=False
    )
    who = SingleLineField(
        label=gettext_lazy("Who"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Role or name, if known"),
    )

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, SOURCE_TYPES.get(code, code)) for code in instrument.source_types]
        self.fields["source_type"].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]


def gate_field(gate: Gate, *, required: bool = True) -> forms.ChoiceField:
    words: Mapping[str, Any] = GATE_VALUES.get(gate.code, {})
    return forms.ChoiceField(
        label=gate.ask,
        choices=[(value, words.get(value, value)) for value in gate.values],
        widget=forms.RadioSelect,
        required=required,
        error_messages={"required": _("Choose one of the answers.")},
    )


class StartForm(forms.Form):
    """Before the questions: why now, and the gates."""

    trigger = forms.ChoiceField(
        choices=[("", gettext_lazy("Choose")), *Trigger.choices],
        label=gettext_lazy("Why this screening now?"),
        error_messages={"required": gettext_lazy("Choose what led to this screening.")},
    )

    def __init__(self, *args: Any, instrument: Instrument, known_age: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gates_asked = gating.at_start(instrument)
        is_minor = known_age in MINOR and self.data.get("G1") != ADULT
        for gate in self.gates_asked:
            if not (is_minor and gate.code == "G2"):
                self.fields[gate.code] = gate_field(gate, required=not gate.show_if)
        if known_age in MINOR and self.data.get("G1") == ADULT:
            self.fields["is_adult"] = forms.BooleanField(
                label=_("Yes, 18 or over: the birth date in the profile is wrong, and I will correct it."),
                error_messages={
                    "required": _(
                        "The birth date in the profile says under 18, and duties to report hang on it. "
                        "Confirm below, or choose another age."
                    )
                },
            )

    @staticmethod
    def initial_from(screening: Screening) -> dict[str, Any]:
        """An age that is estimated stands there to be confirmed; nothing hangs on it before."""
        youth = screening.youth
        estimated = youth.age_gate(timezone.localdate(clock.now())) if youth.birth_date else ""
        return {"trigger": screening.trigger, "G1": estimated, **screening.gates}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("G1") == ADULT and not said.get("G2"):
            self.add_error("G2", _("For somebody 18 or over, say whether any of it began before the 18th birthday."))
        return said

    def gates(self) -> dict[str, str]:
        codes = [gate.code for gate in self.gates_asked]
        return {code: self.cleaned_data[code] for code in codes if self.cleaned_data.get(code)}
