"""The forms beside the questions: what was told, what the young person wants, a raise. They save themselves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from screening.forms import gate_field
from screening.voice import WordsForm
from screening.words import SAFE_TONIGHT
from uswds.fields import SingleLineField, WordsField


class ResultForm(WordsForm):
    """What is asked beside the result: gates G6 and G7 where they apply, wishes, safe tonight; later, what is new."""

    news = WordsField(
        label=gettext_lazy("What is new since the last screening?"),
        help_text=gettext_lazy("In a few words, beside what the answers say."),
        required=False,
        max_length=10_000,
        rows=3,
    )
    words_and_wishes = WordsField(
        label=gettext_lazy("What do they say would make things better, and what do they not want?"),
        help_text=gettext_lazy("Their own words."),
        required=False,
        max_length=10_000,
    )
    safe_tonight_own_view = forms.ChoiceField(
        label=gettext_lazy("Safe tonight, in their own view?"),
        choices=list(SAFE_TONIGHT.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    not_asked_because = SingleLineField(
        label=gettext_lazy("If their wishes or their view of tonight were not asked: why not?"),
        required=False,
        max_length=2_000,
    )
    asked_not_to = WordsField(
        label=gettext_lazy("What did they ask us not to do?"), required=False, max_length=10_000, rows=2
    )
    wanted_person = SingleLineField(
        label=gettext_lazy("Whom do they want with them?"),
        help_text=gettext_lazy("A person they trust. HART reads this before it calls anybody."),
        required=False,
        max_length=300,
    )
    wanted_relation = SingleLineField(label=gettext_lazy("Who is this person to them?"), required=False, max_length=300)
    wanted_contact = WordsField(
        label=gettext_lazy("How can this person be reached safely?"), required=False, max_length=10_000, rows=2
    )

    def __init__(self, *args: Any, asked: Sequence[str], is_again: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_again:
            del self.fields["news"]
        for gate in self.screening.instrument.gates:
            if gate.code in asked:
                name = "foreign_national" if gate.code == "G6" else gate.code
                self.fields[name] = gate_field(gate, required=False)
        self.fill()


class ToldForm(WordsForm):
    told_me_words = WordsField(
        label=gettext_lazy("The exact words already said, who was present, and when"),
        help_text=gettext_lazy("Write it down and stop asking. The full account belongs in a forensic interview."),
        required=False,
        max_length=10_000,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill()


class RaiseForm(WordsForm):
    """Once raised, it can be taken back until the signature. The reason saves itself; raising is a press."""

    level = forms.ChoiceField(label=gettext_lazy("Raise to"))
    raise_reason = WordsField(label=gettext_lazy("Reason"), required=False, max_length=2_000, rows=3)

    def __init__(self, *args: Any, higher: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fill()
        self.initial["level"] = self.screening.raised_to
        is_raised = bool(self.screening.raised_to)
        empty = _("No raise: what the answers come to") if is_raised else _("Choose")
        self.fields["level"].required = not is_raised
        self.fields["level"].choices = [("", empty), *higher]  # type: ignore[attr-defined]

    def typed_names(self) -> dict[str, Any]:
        return {"raise_reason": self.fields["raise_reason"]}

    def can_be_kept(self) -> bool:
        """While it is typed the level may still be missing; a raise that stands never loses its reason."""
        if set(self.errors) - {"level"}:
            return False
        return bool(self.cleaned_data["raise_reason"] or not self.screening.raised_to)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("level") and not said.get("raise_reason") and "raise_reason" not in self.errors:
            self.add_error("raise_reason", _("Write why it should be higher."))
        return said
