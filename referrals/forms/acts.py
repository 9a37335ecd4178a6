"""The signature, HART's moves, and a duty that was done or does not apply."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from audit import clock
from referrals import choices, content
from referrals.reference import check
from referrals.workflow import Move
from uswds.fields import SingleLineField, WordsField
from youth.forms.moments import MomentField


class SignForm(forms.Form):
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    is_what_i_know = forms.BooleanField(
        label=_L("This is what I know today, and where I know it from"),
        error_messages={"required": _L("Confirm this to sign.")},
    )


class MoveForm(forms.Form):
    """What one move asks for, from the table of moves."""

    LABELS = {
        "ask_information": _L("What do you need to know?"),
        "answer_information": _L("Your answer"),
        "determine": _L("Reasons"),
        "close": _L("In a sentence: how it ended"),
        "not_accept": _L("Why not, and who can help instead"),
        "search": _L("Who has looked for them, where, and what is tried next"),
        "found": _L("Where they are, and how they are"),
        "reopen": _L("Why it is opened again"),
        "transfer": _L("Why it goes there, and what the office there has to know first"),
    }

    def __init__(self, *args: Any, move: Move, names_nobody: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "prefix": move.name})
        self.move = move
        if move.needs_choice:
            options, label = choices.OF_A_MOVE[move.name]
            self.fields["choice"] = forms.ChoiceField(label=label, choices=options.choices, widget=forms.RadioSelect)
        if move.needs_words:
            self.fields["words"] = WordsField(
                label=self.LABELS[move.name],
                help_text=_("Without identity: write no name, birth date, number or address.") if names_nobody else "",
                max_length=content.WORDS,
                rows=4,
            )


class ReferenceForm(forms.Form):
    reference = SingleLineField(label=_L("Reference, HR-XXXX-XXXX"), max_length=40)

    def clean_reference(self) -> str:
        try:
            return check(self.cleaned_data["reference"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong


class CalledForm(forms.Form):
    who = SingleLineField(label=_L("Who called whom?"), max_length=content.LINE)
    at = MomentField(label=_L("When?"))


class DoneForm(forms.Form):
    at = MomentField(label=_L("When was it done?"), initial=clock.now)
    how = WordsField(label=_L("How, with whom, and the number if there is one"), max_length=1_500, rows=3)
    late_because = SingleLineField(
        label=_L("If this is recorded after it was due: why?"), required=False, max_length=content.LINE
    )

    def __init__(self, *args: Any, due_at: dt.datetime | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due_at = due_at

    def clean(self) -> dict[str, Any]:
        """What was done, and why it is recorded late, are kept together."""
        said = super().clean() or {}
        because = said.pop("late_because", "")
        if not because and "late_because" not in self.errors and self.is_late(said.get("at")):
            self.add_error("late_because", _("This is recorded late. Say in a few words why."))
        if because and said.get("how"):
            said["how"] += "\n" + _("Recorded late: %(because)s") % {"because": because}
        return said

    def is_late(self, at: dt.datetime | None) -> bool:
        """After it was due; what has no time limit, more than a day after it was done."""
        last = self.due_at or (at + dt.timedelta(days=1) if at else None)
        return last is not None and clock.now() > last


class NotApplicableForm(forms.Form):
    because = WordsField(label=_L("Why does it not apply?"), max_length=2_000, rows=3)


class PauseForm(forms.Form):
    because = WordsField(label=_L("What is it waiting for?"), max_length=2_000, rows=3)
