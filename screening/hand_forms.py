"""Whom a draft may be handed to."""

from typing import Any

from django import forms
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _L

from accounts.models import User
from accounts.permissions import GRANTS, Permission
from youth.forms.pieces import RowField
from youth.models import Youth

SCREENERS = tuple(role for role, held in GRANTS.items() if Permission.SCREEN in held)


def colleagues_of(user: User, youth: Youth) -> QuerySet[User]:
    """Who may screen in the same office, one's own unit first; and the young person's worker, wherever that is."""
    own = Case(When(unit=user.unit_id, then=Value(0)), default=Value(1)) if user.unit_id else Value(1)
    same_office = Q(office=user.office_id, office__isnull=False)
    others = User.objects.in_role(*SCREENERS).filter(same_office | Q(pk=youth.assigned_worker_id)).exclude(pk=user.pk)
    found: QuerySet[User] = others.select_related("unit").order_by(own, "name", "email")
    return found


class ColleagueField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj.display_name, obj.get_role_display(), obj.unit) if part)


class HandForm(forms.Form):
    colleague = ColleagueField(
        label=_L("Who goes on with it?"),
        help_text=_L("People of your office who may screen, your unit first; and the young person's worker."),
        queryset=User.objects.none(),
        empty_label=_L("Choose a colleague"),
        error_messages={"required": _L("Choose a colleague.")},
    )

    def __init__(self, *args: Any, owner: User, youth: Youth, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["colleague"]
        assert isinstance(field, ColleagueField)
        field.queryset = colleagues_of(owner, youth)
