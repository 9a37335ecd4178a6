"""The form of a profile."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from accounts.models import Office, Town, User
from uswds.fields import MemorableDateField
from youth import ages, choices
from youth.forms.pieces import (
    CONFLICT_HINT,
    CONFLICT_LABEL,
    NOT_KNOWN,
    RowField,
    line,
    one_of,
    today,
    whole_number,
    words,
)
from youth.models.profiles import NAME_LENGTH, NUMBER_LENGTH

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Label

LONGEST_IN_CARE = 23  # years: services after 18 end by then
MOST_ALIASES = 10


class Group(NamedTuple):
    title: "Label"
    fields: list[BoundField]


class ProfileForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)  # see ``merging``
    legal_first = line(_L("Legal first and middle name"), max_length=NAME_LENGTH)
    legal_last = line(_L("Legal last name"), max_length=NAME_LENGTH)
    aliases = words(_L("Other names"), rows=3, help_text=_L("Names and nicknames others use, one in each line"))
    chosen_name = line(_L("Chosen name"), max_length=NAME_LENGTH, help_text=_L("Only if they have told you"))
    who_may_know = words(_L("Who may know the chosen name?"), help_text=_L("It stays out of lists and prints."))
    birth_known = one_of(_L("Is the birth date known?"), choices.BirthKnown.choices, buttons=True)
    birth_date = MemorableDateField(label=_L("Birth date"), required=False, allow_future=False)
    estimated_age = forms.IntegerField(
        label=_L("If estimated: about how old, in years?"),
        required=False,
        min_value=0,
        max_value=ages.OLDEST,
        help_text=_L("Instead of a date"),
    )
    gender = one_of(_L("Gender as recorded"), [NOT_KNOWN, *choices.Gender.choices])
    race_source = one_of(_L("Race and ethnicity"), choices.RaceSource.choices, buttons=True)
    race = forms.MultipleChoiceField(
        label=_L("Race"),
        help_text=_L("All that apply. Never scored, never required."),
        choices=choices.Race.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ethnicity = line(_L("Ethnicity in their own words"), max_length=NAME_LENGTH, help_text=_L("One or several"))
    language = line(_L("Language they speak best"), max_length=NAME_LENGTH)
    needs_interpreter = one_of(_L("Needs an interpreter?"), choices.YesNoUnknown.choices, buttons=True)
    safe_contact = words(_L("Safe way and time to make contact"), help_text=_L("And who must not pick up."))
    conflict = one_of(CONFLICT_LABEL, choices.Conflict.choices, buttons=True, help_text=CONFLICT_HINT)
    case_number = line(_L("DCF case number"), max_length=NUMBER_LENGTH)
    person_number = line(_L("DCF person number"), max_length=NUMBER_LENGTH)
    dcf_status = one_of(_L("DCF status"), [NOT_KNOWN, *choices.DcfStatus.choices])
    legal_status = one_of(_L("Legal status"), [NOT_KNOWN, *choices.LegalStatus.choices])
    office = RowField(label=_L("DCF office"), queryset=Office.objects.none(), required=False)
    assigned_worker = RowField(label=_L("Assigned worker"), queryset=User.objects.none(), required=False)
    living_situation = one_of(_L("Living situation"), [NOT_KNOWN, *choices.LivingSituation.choices])
    placement = words(_L("Where they stay now"), help_text=_L("Placement, or name and address"))
    discharge_on = MemorableDateField(
        label=_L("Day they leave care, where it is planned"),
        help_text=_L("They are screened again before. My day says so in time."),
        required=False,
    )
    town = RowField(label=_L("Town of residence"), queryset=Town.objects.none(), required=False)
    out_of_state = forms.BooleanField(label=_L("Lives outside Connecticut"), required=False)

    GROUPS: Sequence[tuple["Label", Sequence[str]]] = (
        (_L("Who may see it"), ("conflict",)),
        (_L("Names"), ("legal_first", "legal_last", "aliases", "chosen_name", "who_may_know")),
        (_L("Age"), ("birth_known", "birth_date", "estimated_age")),
        (_L("Reaching them safely"), ("safe_contact", "language", "needs_interpreter")),
        (
            _L("DCF"),
            ("dcf_status", "legal_status", "case_number", "person_number", "office", "assigned_worker"),
        ),
        (_L("Where they live"), ("living_situation", "placement", "discharge_on", "town", "out_of_state")),
        (_L("As recorded"), ("gender", "race_source", "race", "ethnicity")),
    )

    def __init__(self, *args: Any, workers: Any, is_new: bool = False, **kwargs: Any) -> None:
        """Whether the record is to be sealed is asked once; later HART's lead decides."""
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["conflict"]
        offered = {"office": Office.objects.all(), "assigned_worker": workers, "town": Town.objects.all()}
        for name, rows in offered.items():
            field = self.fields[name]
            assert isinstance(field, RowField)
            field.queryset, field.empty_label = rows, _("Not known")

    def groups(self) -> list[Group]:
        found = (Group(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS)
        return [group for group in found if group.fields]

    def clean_aliases(self) -> list[str]:
        names = [name for row in self.cleaned_data["aliases"].splitlines() if (name := row.strip())]
        if len(names) > MOST_ALIASES:
            raise ValidationError(_("Write at most %(most)d names."), params={"most": MOST_ALIASES})
        if any(len(name) > NAME_LENGTH for name in names):
            raise ValidationError(_("A name has at most %(most)d letters."), params={"most": NAME_LENGTH})
        return names

    def clean_birth_date(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["birth_date"]
        if day and ages.age_on(day, today()) > ages.OLDEST:
            raise ValidationError(_("This is more than %(years)d years ago."), params={"years": ages.OLDEST})
        return day

    def clean_discharge_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["discharge_on"]
        if day and abs(day.year - today().year) > LONGEST_IN_CARE:
            raise ValidationError(_("This is more than %(years)d years away."), params={"years": LONGEST_IN_CARE})
        return day

    def clean_case_number(self) -> str:
        return whole_number(self.cleaned_data["case_number"])

    def clean_person_number(self) -> str:
        return whole_number(self.cleaned_data["person_number"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        names = ("legal_first", "legal_last", "chosen_name", "aliases")
        if not any(said.get(name) or name in self.errors for name in names):
            self.add_error("legal_first", _("Write at least one name, or what they are called."))
        if said.get("who_may_know") and not said.get("chosen_name"):
            self.add_error("chosen_name", _("Write the chosen name, or empty the box that says who may know it."))
        if said.get("out_of_state") and said.get("town"):
            self.add_error("town", _("Choose either a town in Connecticut or “Lives outside Connecticut”."))
        if (said.get("race") or said.get("ethnicity")) and said.get("race_source") not in choices.RACE_GIVEN:
            self.add_error("race_source", _("Say where race or ethnicity comes from."))
        self.clean_age(said)
        return said

    def clean_age(self, said: Mapping[str, Any]) -> None:
        if {"birth_date", "estimated_age"} & self.errors.keys():
            return
        known, day, age = said.get("birth_known"), said.get("birth_date"), said.get("estimated_age")
        if known == choices.BirthKnown.KNOWN and not day:
            self.add_error("birth_date", _("Enter the birth date, or choose “Estimated” or “Not known”."))
        elif known == choices.BirthKnown.ESTIMATED and not day and age is None:
            self.add_error("birth_date", _("Enter an estimated date, or about how old they are."))
        elif known != choices.BirthKnown.ESTIMATED and age is not None:
            self.add_error("birth_known", _("For an estimated age choose “Estimated”."))
        elif known not in choices.BIRTH_GIVEN and day:
            self.add_error("birth_known", _("Say whether this birth date is known or estimated."))

    def values(self) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "estimated_age")}
        age = self.cleaned_data["estimated_age"]
        if said["birth_date"] is None and age is not None:
            said["birth_date"] = ages.birth_date_for(age, today())
        for name, unsaid in (
            ("birth_known", choices.BirthKnown.UNKNOWN),
            ("race_source", choices.RaceSource.NOT_ASKED),
            ("needs_interpreter", choices.YesNoUnknown.UNKNOWN),
        ):
            said[name] = said[name] or unsaid.value
        return said
