"""A young person's new town: first which one, then who is their worker at its office."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import Office, Town, User
from accounts.permissions import GRANTS, Permission, Role
from uswds.fields import MemorableDateField
from youth.choices import MovedBecause
from youth.forms.pieces import RowField
from youth.models import Youth

SCREENERS = tuple(role for role, held in GRANTS.items() if Permission.SCREEN in held)
STAYS = "stays"
Group = tuple[Any, list[tuple[str, Any]]]


class TownForm(forms.Form):
    town = RowField(
        label=_L("Which town do they live in now?"),
        queryset=Town.objects.none(),
        empty_label=_L("Choose a town"),
        error_messages={"required": _L("Choose a town.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        town = self.fields["town"]
        assert isinstance(town, RowField)
        town.queryset = Town.objects.select_related("office")


class MovedForm(TownForm):
    worker = forms.ChoiceField(
        label=_L("Who is their worker now?"),
        error_messages={
            "required": _L("Choose who is their worker now."),
            "invalid_choice": _L("Choose from the list: it shows the people of the town's office."),
        },
    )
    from_day = MemorableDateField(label=_L("Since when?"), allow_future=False)
    because = forms.ChoiceField(
        label=_L("Why?"),
        choices=MovedBecause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _L("Say why.")},
    )

    def __init__(self, *args: Any, youth: Youth, worker: User, office: Office, **kwargs: Any) -> None:
        """``office``: of the town that is chosen; ``worker``: whose they are until now."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people_of(office, but=worker)}
        choose = self.fields["worker"]
        assert isinstance(choose, forms.ChoiceField)
        if office == youth.office:
            del self.fields["worker"]
        else:
            choose.choices = [("", _("Choose")), *groups_of(self.people.values()), stays(worker)]

    def receiver(self) -> User | None:
        return self.people.get(self.cleaned_data.get("worker", STAYS))

    def values(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {
            "town": said["town"],
            "to": self.receiver(),
            "from_day": said["from_day"],
            "because": said["because"],
        }


def people_of(office: Office, *, but: User) -> list[User]:
    found = User.objects.in_role(*SCREENERS).filter(office=office).exclude(pk=but.pk)
    return list(found.select_related("unit").order_by("unit__name", "name", "email"))


def groups_of(people: Any) -> list[Group]:
    workers = [(str(one.pk), words_of(one)) for one in people if one.role != Role.SUPERVISOR]
    leading = [(str(one.pk), words_of(one)) for one in people if one.role == Role.SUPERVISOR]
    groups = ((_("Their worker there"), workers), (_("Not known yet: a supervisor there passes them on"), leading))
    return [(title, offered) for title, offered in groups if offered]


def words_of(person: User) -> str:
    return ", ".join(str(part) for part in (person.display_name, person.unit) if part)


def stays(worker: User) -> tuple[str, str]:
    """A profile that HART added has no worker yet."""
    if worker.of_hart:
        return STAYS, _("Nobody there yet")
    return STAYS, _("Nobody there yet: %(name)s stays their worker for now") % {"name": worker.display_name}
