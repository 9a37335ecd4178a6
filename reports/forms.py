"""What figures are asked for, and to whom a file goes."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, Region, Unit, User
from reports.cases import Scope
from reports.models import LINE, Export
from screening.models import Level
from uswds.fields import SingleLineField


class FiguresForm(forms.Form):
    """What is none of the choices is left out, and said."""

    about = forms.CharField(required=False, widget=forms.HiddenInput)  # which part of the page
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=_("All regions")
    )
    office = forms.ModelChoiceField(
        Office.objects.all(), label=_("Office"), required=False, empty_label=_("All offices")
    )
    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("Unit"), required=False, empty_label=_("All units"))
    level = forms.ChoiceField(
        label=_("Level"), required=False, choices=[("", _("All levels")), *((one.value, one.label) for one in Level)]
    )

    def scope(self, user: User) -> Scope:
        chosen: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        places = {name: chosen[name].pk for name in ("region", "office", "unit") if chosen.get(name)}
        return Scope(user, **places, level=chosen.get("level") or "")


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
