"""A missing episode: that it began, who was told, and that they are back."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals.forms.pieces import MomentField, line, moment, one_of, words
from screening.words import GATE_VALUES
from uswds.fields import SingleLineField
from youth.choices import DcfStatus, YesNoUnknown
from youth.models import MissingEpisode, Youth
from youth.models.profiles import NUMBER_LENGTH
from youth.services import episodes

ONLY_IN_CARE = ("ncmec_at", "ncmec_number")
ONLY_AT_HOME = ("caregiver_reported",)


class ReportsForm(forms.Form):
    """What is blank is not known yet, and its clock runs on."""

    police_at = moment(_L("Police told at"))
    police_agency = line(_L("Police agency"))
    police_number = SingleLineField(label=_L("Police report number"), required=False, max_length=NUMBER_LENGTH)
    ncmec_at = moment(_L("NCMEC told at"), _L("National Center for Missing & Exploited Children, 1-800-843-5678"))
    ncmec_number = SingleLineField(label=_L("NCMEC number"), required=False, max_length=NUMBER_LENGTH)
    caregiver_reported = one_of(_L("Has the caregiver told police?"), YesNoUnknown.choices)

    NEEDS_ONE = True

    def __init__(self, *args: Any, youth: Youth, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.youth = youth
        for name in ONLY_AT_HOME if youth.dcf_status == DcfStatus.IN_CARE else ONLY_IN_CARE:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A number says who has it; only the time stops a clock."""
        said = super().clean() or {}
        for who, at in (("police_agency", "police_at"), ("police_number", "police_at"), ("ncmec_number", "ncmec_at")):
            if said.get(who) and not said.get(at) and at not in self.errors:
                self.add_error(at, _("Enter when they were told: the clock stops at that time."))
        if self.NEEDS_ONE and not self.errors and not any(said.values()):
            self.add_error(None, _("Enter a report that was made, or go back to the profile."))
        return said

    @staticmethod
    def initial_from(episode: MissingEpisode) -> dict[str, Any]:
        said = {name: getattr(episode, name) for name in episodes.REPORTS}
        return {
            name: timezone.localtime(value) if isinstance(value, dt.datetime) else value for name, value in said.items()
        }

    def reports(self) -> dict[str, Any]:
        names = [name for name in episodes.REPORTS if name in self.fields]
        said = {name: self.cleaned_data[name] for name in names}
        if "caregiver_reported" in said:
            said["caregiver_reported"] = said["caregiver_reported"] or YesNoUnknown.UNKNOWN
        return said


class MissingForm(ReportsForm):
    """The times are checked again where they are kept; here they come back beside their field."""

    NEEDS_ONE = False
    began_at = MomentField(label=_L("Missing since"), help_text=_L("As near as is known."))
    known_at = MomentField(
        label=_L("When did DCF learn of it?"), help_text=_L("The clocks of the reports run from here.")
    )
    danger = forms.ChoiceField(
        label=_L("Is anyone in danger right now?"),
        choices=list(GATE_VALUES["G5"].items()),
        widget=forms.RadioSelect,
    )
    ended_at = moment(_L("If they are back already: since when?"))
    found_where = words(_L("If they are back already: where were they found, or how did they return?"), rows=2)

    field_order = ("began_at", "known_at", "danger", *episodes.REPORTS, "ended_at", "found_where")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        began, known, ended = (said.get(name) for name in ("began_at", "known_at", "ended_at"))
        if began and known and (wrong := episodes.wrong_times(began, known, ended)):
            self.add_error("known_at" if known < began else "ended_at", wrong)
        elif began and known and (wrong := episodes.overlap(self.youth, began, ended)):
            self.add_error("began_at", wrong)
        return said

    def values(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in ("began_at", "known_at", "ended_at", "found_where")}
        return {**said, **self.reports()}


class BackForm(forms.Form):
    ended_at = MomentField(label=_L("When were they back, or found?"))
    found_where = words(
        _L("Where were they found, or how did they return?"),
        _L("What they say themselves stands in the screening. Do not ask for more than they offer."),
    )

    def __init__(self, *args: Any, episode: MissingEpisode, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.episode = episode

    def clean_ended_at(self) -> dt.datetime:
        ended_at: dt.datetime = self.cleaned_data["ended_at"]
        if self.episode.is_open and (wrong := episodes.why_not_end(self.episode, ended_at)):
            raise forms.ValidationError(wrong)
        return ended_at
