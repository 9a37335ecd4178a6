"""Whom a draft may be handed to."""

from typing import Any

from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _L

from accounts.models import User
from accounts.permissions import GRANTS, Permission
from youth.forms.pieces import RowField

SCREENERS = tuple(role for role, held in GRANTS.items() if Permission.SCREEN in held)


def colleagues_of(user: User) -> QuerySet[User]:
    """Who may screen in the same office, one's own unit first."""
    own = Case(When(unit=user.unit_id, then=Value(0)), default=Value(1)) if user.unit_id else Value(1)
    same = User.objects.in_role(*SCREENERS).filter(office=user.office_id, office__isnull=False).exclude(pk=user.pk)
    found: QuerySet[User] = same.select_related("unit").order_by(own, "name", "email")
    return found


class ColleagueField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj.display_name, obj.get_role_display(), obj.unit) if part)


class HandForm(forms.Form):
    colleague = ColleagueField(
        label=_L("Who goes on with it?"),
        help_text=_L("People of your office who may screen, your unit first."),
        queryset=User.objects.none(),
        empty_label=_L("Choose a colleague"),
        error_messages={"required": _L("Choose a colleague.")},
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, ColleagueField)
        field.queryset = colleagues_of(owner)
