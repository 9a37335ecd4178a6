"""What reaches a person, and how: the part of the table that is theirs, and what they choose of it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.models import User
from dashboards.words import NEWS
from notifications.telling import EVENTS, Cell, how


class ReachForm(forms.Form):
    """A field for each event that this person hears of and may choose about; its prefix keeps the dots out."""

    def __init__(self, posted: QueryDict | None, *, user: User) -> None:
        super().__init__(posted)
        for event, cell in cells_of(user):
            if not cell.is_mandatory:
                self.fields[event] = forms.ChoiceField(
                    label=str(NEWS[event]),
                    choices=[(one.value, one.label) for one in cell.choices],
                    initial=how(event, user).value,
                )

    def chosen(self, user: User) -> dict[str, str]:
        """What differs from the table."""
        table = dict(cells_of(user))
        return {event: value for event, value in self.cleaned_data.items() if value != table[event].how}


def cells_of(user: User) -> Iterator[tuple[str, Cell]]:
    return ((name, event.roles[user.role]) for name, event in EVENTS.items() if user.role in event.roles)


def reach_page(form: ReachForm, user: User) -> dict[str, Any]:
    fixed = [(NEWS[event], cell.how.label) for event, cell in cells_of(user) if cell.is_mandatory]
    return {"form": form, "fixed": fixed}
