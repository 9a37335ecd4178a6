"""What the young person was told of the outcome, and words that are added after a signature."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals import content
from referrals.choices import Useful, WasTold
from referrals.forms.pieces import MomentField
from uswds.fields import SingleLineField, WordsField


class OutcomeForm(forms.Form):
    """Told, with by whom and when; or why not."""

    outcome_told = forms.ChoiceField(
        label=_L("Has the young person been told of the outcome?"),
        choices=WasTold.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose whether they have been told.")},
    )
    words = WordsField(
        label=_L("What were they told? If they have not been: why, and what happens next?"),
        help_text=_L(
            "What HART decided, what happens next, and whom they can ask. What the Careline, police or a court find "
            "is theirs to tell."
        ),
        max_length=content.WORDS,
        error_messages={"required": _L("Write what they were told, or why they have not been.")},
    )
    told_by = SingleLineField(label=_L("Who told them?"), required=False, max_length=content.LINE)
    told_at = MomentField(label=_L("When were they told?"), required=False)

    def __init__(self, *args: Any, since: dt.datetime, **kwargs: Any) -> None:
        """``since``: nobody can have told of an outcome before there was one."""
        super().__init__(*args, **kwargs)
        self.since = since.replace(second=0, microsecond=0)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome_told") != WasTold.TOLD:
            return {**said, "told_by": "", "told_at": None}
        if not said.get("told_by") and "told_by" not in self.errors:
            self.add_error("told_by", _("Write who told them."))
        if not said.get("told_at") and "told_at" not in self.errors:
            self.add_error("told_at", _("Enter when they were told."))
        if said.get("told_at") and said["told_at"] < self.since:
            self.add_error("told_at", _("HART had not decided then. Enter when they were told of the outcome."))
        return said


class UsefulForm(forms.Form):
    choice = forms.ChoiceField(
        label=_L("Was HART's answer useful to you?"),
        choices=Useful.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose one of them.")},
    )
    words = WordsField(label=_L("What was missing, or what helped?"), max_length=content.WORDS, rows=2, required=False)


class AddWordsForm(forms.Form):
    words = WordsField(
        label=_L("What is to be added?"),
        help_text=_L("Write their words as they were said, and what you add as your own."),
        max_length=content.WORDS,
        error_messages={"required": _L("Write what is to be added.")},
    )
