"""What is ticked on a worker's page, and to whom it goes."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import User
from referrals.services.reassigning import Chosen
from youth.forms.pieces import RowField

Offered = list[tuple[str, str]]


class Because(models.TextChoices):
    SICK = "sick", _L("They are sick or away")
    LEFT = "left", _L("They leave or have left")
    OTHER = "other", _L("Another reason")


class Ticked(forms.TypedMultipleChoiceField):
    """Any ids: what has changed hands since the page was made is skipped, and said, not refused."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, coerce=UUID, required=False)

    def valid_value(self, value: str) -> bool:
        try:
            UUID(value)
        except ValueError:
            return False
        return True


class ReceiverField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj.display_name, obj.get_role_display(), obj.unit) if part)


class ReassignForm(forms.Form):
    youths = Ticked(_L("Young people, with their duties"))
    drafts = Ticked(_L("Drafts of screenings"))
    consultations = Ticked(_L("Open consultations that name nobody"))
    to = ReceiverField(
        label=_L("Who takes it over?"),
        queryset=User.objects.none(),
        empty_label=_L("Choose a person"),
        error_messages={"required": _L("Choose a person.")},
    )
    because = forms.ChoiceField(
        label=_L("Why?"),
        choices=Because.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _L("Say why.")},
    )

    def __init__(self, *args: Any, offered: dict[str, Offered], receivers: Any, **kwargs: Any) -> None:
        """Everything is ticked at first; a list of nothing is not shown."""
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, Ticked)
            field.choices = choices
            field.initial = [value for value, _label in choices]
            if not choices and name not in self.data:
                del self.fields[name]
        to = self.fields["to"]
        assert isinstance(to, ReceiverField)
        to.queryset = receivers

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(name) or name in self.errors for name in ("youths", "drafts", "consultations")):
            raise ValidationError(_("Tick what is to be given."))
        return said

    def chosen(self) -> Chosen:
        said = self.cleaned_data
        return Chosen(**{name: said.get(name, ()) for name in ("youths", "drafts", "consultations")})
