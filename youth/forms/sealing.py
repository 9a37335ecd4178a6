"""Whom HART's lead puts on the list of a sealed record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _L

from accounts.models import User
from accounts.permissions import GRANTS, Permission
from youth.forms.pieces import RowField

READERS = tuple(role for role, held in GRANTS.items() if Permission.VIEW_YOUTH in held)


class PersonField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj.display_name, obj.get_role_display(), obj.office) if part)


class NameForm(forms.Form):
    person = PersonField(
        label=_L("Who else may open it?"),
        help_text=_L("Nobody who is involved, or close to somebody who is."),
        queryset=User.objects.none(),
        empty_label=_L("Choose a person"),
        error_messages={"required": _L("Choose a person.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, PersonField)
        field.queryset = User.objects.in_role(*READERS).select_related("office").order_by("name")
