"""The form of the caregivers: as many as there are, and an empty one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from youth import choices
from youth.forms.pieces import line, one_of, words
from youth.models.profiles import NAME_LENGTH, PHONE_LENGTH

MOST_CAREGIVERS = 10


class CaregiverForm(forms.Form):
    name = line(_L("Name"), max_length=NAME_LENGTH)
    relation = line(_L("Relation to the young person"), max_length=NAME_LENGTH)
    phone = line(_L("Phone"), max_length=PHONE_LENGTH)
    address = words(_L("Address"))
    implicated = one_of(
        _L("Implicated in what happens to them?"),
        choices.YesNoUnknown.choices,
        buttons=True,
        initial=choices.YesNoUnknown.UNKNOWN,
        help_text=_L("Not known is handled as yes: nobody calls them first."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not said.get("implicated"):
            said["implicated"] = choices.YesNoUnknown.UNKNOWN.value
        is_named = any(said.get(name) or name in self.errors for name in ("name", "relation"))
        if self.has_changed() and not is_named:
            self.add_error("name", _("Write a name or the relation, or remove this caregiver."))
        return said


class BaseCaregivers(forms.BaseFormSet):
    def add_fields(self, form: CaregiverForm, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Remove this caregiver")

    def values(self) -> list[dict[str, str]]:
        people = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        return [
            {name: person[name] for name in CaregiverForm.base_fields}
            for person in people
            if person.get("name") or person.get("relation")
        ]


CaregiverFormSet = forms.formset_factory(
    CaregiverForm,
    formset=BaseCaregivers,
    extra=1,
    can_delete=True,
    can_delete_extra=False,
    max_num=MOST_CAREGIVERS,
    validate_max=True,
    absolute_max=2 * MOST_CAREGIVERS,
)
