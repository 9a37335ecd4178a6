"""What is asked for several referrals of the queue at once, and how HART arranges its queue."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals.services.queueing import SNOOZES
from referrals.tags import NAME
from uswds.fields import SingleLineField

ASSIGN, TAG, UNTAG, SNOOZE, WAKE = "assign", "tag", "untag", "snooze", "wake"
NEEDS = {  # act: the field it needs, and what is said without it
    ASSIGN: ("to", _L("Choose who is to have them.")),
    TAG: ("tag", _L("Choose a tag.")),
    UNTAG: ("tag", _L("Choose a tag.")),
    SNOOZE: ("until", _L("Choose for how long.")),
}


class ChosenField(forms.MultipleChoiceField):
    """Referrals by id, whichever of them the page showed; the service asks which of them the person may see."""

    def valid_value(self, value: str) -> bool:
        try:
            UUID(value)
        except ValueError:
            return False
        return True

    def clean(self, value: Any) -> list[UUID]:
        return [UUID(one) for one in super().clean(value)]


class SeveralForm(forms.Form):
    """One act for all that were chosen; the buttons say which."""

    chosen = ChosenField(error_messages={"required": _L("Choose at least one referral first.")})
    act = forms.ChoiceField(choices=[(name, name) for name in (*NEEDS, WAKE)])
    to = forms.ChoiceField(label=_L("Person"), required=False)
    tag = forms.ChoiceField(label=_L("Tag"), required=False)
    until = forms.ChoiceField(label=_L("For"), required=False)

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], tags: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        snoozes = [(name, label) for name, (label, _moment) in SNOOZES.items()]
        for name, choices in (("to", people), ("tag", tags), ("until", snoozes)):
            self.fields[name].choices = [("", _("Choose")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        name, words = NEEDS.get(said.get("act", ""), ("", ""))
        if name and name not in self.errors and not said.get(name):
            self.add_error(name, words)
        return said


class SaveViewForm(forms.Form):
    name = SingleLineField(
        label=_L("Name of this view"), help_text=_L("Write no young person's name."), max_length=NAME
    )
    is_shared = forms.BooleanField(label=_L("Show it to all of HART"), required=False)

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]


class TagForm(forms.Form):
    name = SingleLineField(label=_L("New tag"), help_text=_L("Write no young person's name."), max_length=NAME)
