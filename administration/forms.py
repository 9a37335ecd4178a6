"""What an administrator types. Forms validate and shape; they never save."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import Office, Town, Unit, User
from accounts.permissions import HART_ROLES, Role
from administration.words import LEADING
from audit import clock
from referrals.models import Provider
from uswds.fields import MemorableDateField, SingleLineField, TimeField
from youth.forms.moments import AnyMomentField
from youth.forms.pieces import RowField

NAME, PHONE = 120, 32


class PersonField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj.display_name, obj.get_role_display(), obj.office) if part)


class UnitField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.office}"


def people(label: Any, *roles: Role, required: bool = True) -> PersonField:
    found = User.objects.in_role(*roles).select_related("office").order_by("name", "email")
    return PersonField(
        label=label, queryset=found, required=required, empty_label=_L("Choose") if required else _L("Nobody"),
        error_messages={"required": _L("Choose a person.")},
    )  # fmt: skip


class PersonForm(forms.Form):
    name = SingleLineField(label=_L("Name"), max_length=NAME, error_messages={"required": _L("Enter the name.")})
    phone = SingleLineField(label=_L("Work phone"), max_length=PHONE, required=False)
    role = forms.ChoiceField(
        label=_L("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose a role.")},
    )
    unit = UnitField(
        label=_L("Unit"), help_text=_L("It brings its office. HART, auditors and administrators have none."),
        queryset=Unit.objects.select_related("office"), required=False, empty_label=_L("None"),
    )  # fmt: skip
    office = RowField(label=_L("Office"), queryset=Office.objects.all(), required=False, empty_label=_L("None"))
    trained_on = MemorableDateField(
        label=_L("Last trained on"), help_text=_L("About exploitation, and how to screen."), required=False,
        allow_future=False,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        role, unit = said.get("role", ""), said.get("unit")
        if unit and role in (*HART_ROLES, Role.AUDITOR, Role.ADMINISTRATOR):
            self.add_error("unit", _("Only who screens belongs to a unit."))
        if role in HART_ROLES and not said.get("office"):
            self.add_error("office", _("HART works by offices: choose theirs, or HART's central office."))
        if unit:
            said["office"] = unit.office
        return said


class NewPersonForm(PersonForm):
    email = forms.EmailField(
        label=_L("Work address, to sign in with"), error_messages={"required": _L("Enter the work address.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("email",))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("There is an account with this address. Look for it among the people."))
        return email


class FindForm(forms.Form):
    """What the list of people is narrowed to. It stands in the address, so nobody's name is asked."""

    office = RowField(label=_L("Office"), queryset=Office.objects.all(), required=False, empty_label=_L("All"))
    role = forms.ChoiceField(label=_L("Role"), choices=[("", _L("All")), *Role.choices], required=False)
    left = forms.BooleanField(label=_L("Those who have left"), required=False)


class UnitForm(forms.Form):
    name = SingleLineField(label=_L("Name"), max_length=80, error_messages={"required": _L("Enter the name.")})
    supervisor = people(_L("Supervisor"), *LEADING)


class NewUnitForm(UnitForm):
    office = RowField(
        label=_L("Office"), queryset=Office.objects.area(), empty_label=_L("Choose"),
        error_messages={"required": _L("Choose an office.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if (
            "name" in said
            and "office" in said
            and Unit.objects.filter(name=said["name"], office=said["office"]).exists()
        ):
            self.add_error("name", _("There is a unit of this name at that office."))
        return said


class CoverForm(forms.Form):
    liaison = people(_L("Liaison"), *HART_ROLES)
    backup = people(_L("Backup"), *HART_ROLES, required=False)
    rank = forms.IntegerField(
        label=_L("Asked as"), help_text=_L("1 is asked first."), min_value=1, max_value=9, initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 1}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("backup") and said.get("backup") == said.get("liaison"):
            self.add_error("backup", _("The backup is somebody else."))
        return said


class TownForm(forms.Form):
    town = RowField(
        label=_L("Town"), queryset=Town.objects.none(), empty_label=_L("Choose"),
        error_messages={"required": _L("Choose a town.")},
    )  # fmt: skip
    office = RowField(
        label=_L("Goes to the office"), queryset=Office.objects.none(), empty_label=_L("Choose"),
        error_messages={"required": _L("Choose an office.")},
    )  # fmt: skip

    def __init__(self, *args: Any, of: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("town", of.towns.all()), ("office", Office.objects.area().exclude(pk=of.pk))):
            field = self.fields[name]
            assert isinstance(field, RowField)
            field.queryset = rows


class AbsenceForm(forms.Form):
    """Of anybody."""

    user = people(_L("Who?"), *Role)
    starts_at = AnyMomentField(label=_L("From"), error_messages={"required": _L("Enter from when.")})
    ends_at = AnyMomentField(label=_L("To"), error_messages={"required": _L("Enter until when.")})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("starts_at") and said.get("ends_at") and said["ends_at"] <= said["starts_at"]:
            self.add_error("ends_at", _("It ends before it begins."))
        return said


class ShiftForm(AbsenceForm):
    user = people(_L("Who?"), *HART_ROLES)
    phone = SingleLineField(
        label=_L("Number that is called"), max_length=PHONE, error_messages={"required": _L("Enter the number.")}
    )


class HoursForm(forms.Form):
    """Of each working day, from a day on."""

    since = MemorableDateField(label=_L("From which day?"), help_text=_L("Tomorrow at the earliest."))
    opens = TimeField(label=_L("HART begins at"), error_messages={"required": _L("Enter when HART begins.")})
    closes = TimeField(label=_L("HART ends at"), error_messages={"required": _L("Enter when HART ends.")})

    def clean_since(self) -> dt.date:
        since: dt.date = self.cleaned_data["since"]
        if since <= timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Choose a day from tomorrow on: what has passed was counted by other hours."))
        return since

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("opens") and said.get("closes") and said["closes"] <= said["opens"]:
            self.add_error("closes", _("It ends before it begins."))
        return said


class ProviderForm(forms.ModelForm):
    class Meta:
        model = Provider
        fields = ("name", "kind", "where", "is_active")
        labels = {"name": _L("Name"), "kind": _L("What they do"), "where": _L("Where"), "is_active": _L("Is offered")}
