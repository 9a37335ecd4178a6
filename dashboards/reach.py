"""What reaches a person, and how: the part of the table that is theirs, and what they choose of it."""

from collections.abc import Iterable, Iterator
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dashboards.words import NEWS
from notifications.telling import EVENTS, Cell, how

GROUPS: tuple[tuple[Promise, tuple[str, ...]], ...] = (  # by the first word of an event
    (_("Referrals and advice"), ("referral", "consultation")),
    (_("What runs out"), ("duty",)),
    (_("Corrections and lower levels"), ("correction", "lowering")),
    (_("Screenings, young people and your unit"), ("screening", "youth", "unit", "user", "care")),
)


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
        self.helper = FormHelper()
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(
            *(Fieldset(str(label), *names, css_class="usa-legend--large") for label, names in grouped(self.fields))
        )

    def chosen(self, user: User) -> dict[str, str]:
        """What differs from the table."""
        table = dict(cells_of(user))
        return {event: value for event, value in self.cleaned_data.items() if value != table[event].how}


def grouped(events: Iterable[str]) -> Iterator[tuple[Promise, list[str]]]:
    """The groups that hold any."""
    events = list(events)
    for label, kinds in GROUPS:
        names = [event for event in events if event.partition(".")[0] in kinds]
        if names:
            yield label, names


def cells_of(user: User) -> Iterator[tuple[str, Cell]]:
    return ((name, event.roles[user.role]) for name, event in EVENTS.items() if user.role in event.roles)


def reach_page(form: ReachForm, user: User) -> dict[str, Any]:
    fixed = [(NEWS[event], cell.how.label) for event, cell in cells_of(user) if cell.is_mandatory]
    return {"form": form, "fixed": fixed}
