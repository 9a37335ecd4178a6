"""What came of a service, and the safety plan."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals import choices
from referrals.choices import SERVICE_GOES_ON, ServiceStanding
from referrals.forms.pieces import words
from referrals.models import Provider
from referrals.services.restoring import Outcome
from uswds.fields import MemorableDateField
from youth.forms import today


class ServiceStepForm(forms.Form):
    """What came of it, from where it stands now ("" for a new one)."""

    standing = forms.ChoiceField(
        label=_L("What came of it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose what came of it.")},
    )
    on = MemorableDateField(label=_L("On which day?"))
    words = words(
        _L("What is to be known about it"), _L("A service that is needed and not to be had needs its reason.")
    )

    def __init__(self, *args: Any, stands: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.value, one.label) for one in SERVICE_GOES_ON[stands]]
        self.fields["standing"].choices = offered  # type: ignore[attr-defined]
        self.fields["on"].initial = today()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("standing") == ServiceStanding.UNMET and not said.get("words"):
            self.add_error("words", _("Write why it is not to be had."))
        if said.get("on") and said["on"] > today():
            self.add_error("on", _("This day is still to come."))
        return said

    def outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["standing"], self.cleaned_data["on"], self.cleaned_data["words"])


class ServiceForm(ServiceStepForm):
    kind = forms.ChoiceField(label=_L("Which kind of help?"), choices=choices.ServiceKind.choices)
    provider = forms.ModelChoiceField(
        label=_L("From whom?"), queryset=Provider.objects.none(), required=False, empty_label=_L("Nobody of this list")
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    field_order = ("kind", "provider", "standing", "on", "words", "submission_key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].queryset = Provider.objects.offered()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        is_unmet = said.get("standing") == ServiceStanding.UNMET
        if not (is_unmet or said.get("provider") or said.get("words")):
            self.add_error("provider", _("Choose from whom, or write it into the words below."))
        return said


class SafetyPlanForm(forms.Form):
    """Their own steps: HART writes them down, it does not make them."""

    signs = words(_L("How they notice that it gets dangerous"), _L("In their own words."))
    steps = words(_L("What they do then"), _L("Their own steps, in their order."))
    people = words(_L("Whom they can call or go to"))
    places = words(_L("Where they are safe"))
    copy_is_safe = forms.ChoiceField(
        label=_L("Is a copy safe with them?"),
        help_text=_L("Somebody else may find it. Only with a yes can their copy be printed."),
        choices=choices.YesNoUnknown.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose whether a copy is safe with them.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)  # number of the plan that was read

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("steps") and "steps" not in self.errors:
            self.add_error("steps", _("Write at least what they do."))
        return said
