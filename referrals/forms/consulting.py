"""A phone consultation in six inputs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import User
from accounts.permissions import Role
from audit import clock
from referrals import content
from referrals.forms.pieces import line
from uswds.fields import WordsField
from youth.forms.moments import MomentField
from youth.forms.who import age_field


class AskerField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.display_name}, {obj.office.name}" if obj.office else str(obj.display_name)


class PhoneConsultationForm(forms.Form):
    asker = AskerField(
        label=_L("Who asked?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_L("Somebody without an account"),
    )
    asker_outside = line(_L("If they have no account: name, agency and number"))
    at = MomentField(label=_L("When?"), initial=clock.now)
    age = age_field(_L("Age of the young person"))
    question = WordsField(
        label=_L("What was asked?"),
        help_text=_L("No name has to be written for an advice."),
        max_length=content.WORDS,
        rows=3,
        error_messages={"required": _L("Write what was asked.")},
    )
    advice = WordsField(
        label=_L("What did you advise?"),
        help_text=_L("Whoever asked reads it here, where they have an account."),
        max_length=content.WORDS,
        rows=3,
        error_messages={"required": _L("Write what you advised.")},
    )
    submission_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_known: bool = False, **kwargs: Any) -> None:
        """``is_known``: it is about somebody who has a profile."""
        super().__init__(*args, **kwargs)
        askers = User.objects.active().in_role(Role.CASEWORKER, Role.SUPERVISOR)
        self.fields["asker"].queryset = askers.select_related("office").order_by("name")  # type: ignore[attr-defined]
        if is_known:
            del self.fields["age"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("asker") and not said.get("asker_outside") and "asker" not in self.errors:
            self.add_error("asker_outside", _("Choose who asked, or write who it was."))
        return said
