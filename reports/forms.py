"""What figures are asked for, and to whom a file goes."""

from collections.abc import Iterable, Mapping
from operator import itemgetter
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Region, User
from reports.cases import Scope
from reports.models import LINE, Export
from screening.models import Level
from uswds.fields import SingleLineField


def places() -> list[Any]:
    """One list: an office lies in one region, and a unit in one office."""
    names = ("pk", "name", "region", "region__number", "units", "units__name")
    regions: dict[UUID, str] = {}
    offices: dict[str, list[tuple[str, str]]] = {}
    for pk, office, region, number, unit, name in Office.objects.order_by("name", "units__name").values_list(*names):
        if region:
            regions[region] = str(Region(number=number))
        found = offices.setdefault(office, [(f"office-{pk}", office)])
        found += [(f"unit-{unit}", f"{office}, {name}")] if unit else []
    by_number = sorted(regions.items(), key=itemgetter(1))
    return [("", _("Everywhere")), (_("Regions"), [(f"region-{pk}", name) for pk, name in by_number]), *offices.items()]


class FiguresForm(forms.Form):
    """What is none of the choices is left out, and said."""

    about = forms.CharField(required=False, widget=forms.HiddenInput)  # which part of the page
    where = forms.ChoiceField(label=_("Where"), required=False)
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All levels")), *((one.value, one.label) for one in Level)]
    )

    def __init__(self, asked: Mapping[str, str]) -> None:
        super().__init__(asked)
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = places()

    def scope(self, user: User) -> Scope:
        chosen = self.cleaned_data if self.is_valid() else {}
        kind, _dash, pk = str(chosen.get("where", "")).partition("-")
        place: dict[str, Any] = {kind: UUID(pk)} if kind else {}
        return Scope(user, **place, level=chosen.get("level") or "")


class FreezeForm(forms.Form):
    """Which report, of the period of its kind that ended last."""

    report = forms.ChoiceField(label=_("Report"))

    def __init__(self, offered: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        field = self.fields["report"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(offered)


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=Export.Format.choices, widget=forms.RadioSelect)
    authority = forms.ChoiceField(
        label=_("By which authority?"), choices=[("", _("Choose")), *Export.Authority.choices]
    )
    recipient = SingleLineField(
        label=_("Who receives it?"), max_length=LINE,
        help_text=_("Office and name. It is kept in the disclosure register; write no young person's name."),
    )  # fmt: skip
    purpose = SingleLineField(label=_("For what?"), max_length=LINE)
