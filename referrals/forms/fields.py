"""The fields of a referral, asked before the signature."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _L

from referrals import choices
from referrals.forms.pieces import CALLBACK_HINT, line, moment, one_of, phone, words
from youth.choices import Conflict
from youth.forms.pieces import CONFLICT_HINT, CONFLICT_LABEL

REPORTS = {
    "careline": ("at", "number"),
    "police": ("at", "agency", "number"),
    "ncmec": ("at", "number"),
}


class Group(NamedTuple):
    """Fields that stand together on the page, under one heading."""

    title: Any
    fields: list[BoundField]


class ReferralForm(forms.Form):
    """Nothing here has to be known: what is blank is sent as not known."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    send = forms.ChoiceField(
        label=_L("Ask HART for a consultation?"),
        choices=[("yes", _L("Yes, send it with my signature")), ("no", _L("No, sign without sending"))],
        widget=forms.RadioSelect,
        error_messages={"required": _L("Choose whether to ask HART.")},
    )
    adult_agreement = one_of(
        _L("Does the young adult agree to a referral?"),
        choices.Agreement.choices,
        _L(
            "Declined or not asked: HART is consulted without identity, unless somebody is in danger or a minor is at "
            "risk. Declining never closes services."
        ),
    )
    minor_at_risk = forms.BooleanField(label=_L("A minor is also at risk"), required=False)
    question = words(
        _L("What do you want to ask HART?"),
        _L("For a consultation without identity this is all that is sent in words: write no names."),
    )
    conflict = one_of(CONFLICT_LABEL, Conflict.choices, CONFLICT_HINT)
    safe_tonight = one_of(
        _L("Are they safe tonight?"), choices.YesNoUnknown.choices, _L("In their own view, if you know.")
    )
    whereabouts = words(_L("Where are they now?"), rows=2)
    safe_contact = words(_L("Safe way and time to make contact"), rows=2)
    whom_not_to_call = words(_L("Whom must HART not call, and why?"), rows=2)
    urgent_health = words(_L("Urgent health needs"), rows=2)
    suicide_risk = one_of(_L("Is there a risk of suicide?"), choices.YesNoUnknown.choices)
    others_at_risk = words(_L("Other children or young people at risk"), rows=2)
    concern_type = one_of(_L("Kind of concern"), choices.ConcernType.choices)
    what_seen = words(
        _L("What happened, and when?"), _L("Facts, and words as they were said. Do not ask for more."), rows=5
    )
    how_known = words(_L("How do you know?"), rows=2)
    earlier_harm = words(_L("Earlier harm that is known"), rows=2)
    action_taken = words(_L("What has been done already?"), rows=2)
    venue = one_of(_L("Where did it happen?"), choices.Venue.choices)
    recruitment = one_of(_L("How did contact begin?"), choices.Recruitment.choices)
    exploiter_relation = one_of(_L("Who are they to the young person?"), choices.Relation.choices)
    exploiter_age = one_of(
        _L("Is this person under 18?"),
        choices.PersonAge.choices,
        _L("Not known is handled as under 18: it can be a child too."),
    )
    exploiter_name = line(_L("Name or alias"))
    exploiter_phone = line(_L("Phone"))
    exploiter_handle = line(_L("Online name"))
    exploiter_vehicle = line(_L("Vehicle, plate"))
    cause_at = moment(
        _L("When was there first reasonable cause to suspect?"),
        _L(
            "The 12 hours to the Careline run from here. If it is left empty, they run from the beginning of the day "
            "on which the earliest source became known."
        ),
    )
    careline_at = moment(_L("Reported to the Careline at"))
    careline_number = line(_L("Careline number"))
    police_at = moment(_L("Reported to police at"))
    police_agency = line(_L("Police agency"))
    police_number = line(_L("Police report number"))
    ncmec_at = moment(_L("Reported to NCMEC at"))
    ncmec_number = line(_L("NCMEC number"))
    missing_known_at = moment(_L("When did DCF learn that they are missing?"))
    last_contact_at = moment(
        _L("Last possible contact, if known"), _L("For the hospital: the evidence window runs from here.")
    )
    told_young_person = words(
        _L("What was the young person told about this?"), _L("In the words that were used, if you can."), rows=2
    )
    told_by = line(_L("Who told them?"))
    told_at = moment(_L("When were they told?"))
    not_told_because = words(_L("If they have not been told yet: why, and when will they be?"), rows=2)
    callback_phone = phone(_L("Number to call you back"), CALLBACK_HINT)
    callback_time = line(_L("Best time"))
    wants_feedback = forms.BooleanField(label=_L("I want to hear what comes of it"), required=False)

    GROUPS: Sequence[tuple[Any, Sequence[str]]] = (
        (_L("Sending"), ("send", "adult_agreement", "minor_at_risk", "question", "conflict")),
        (
            _L("Tonight, and how to reach them"),
            ("safe_tonight", "whereabouts", "safe_contact", "whom_not_to_call", "urgent_health", "suicide_risk",
             "others_at_risk"),
        ),
        (
            _L("The concern"),
            ("concern_type", "what_seen", "how_known", "earlier_harm", "action_taken", "venue", "recruitment"),
        ),
        (
            _L("The person who seems to be exploiting them"),
            ("exploiter_relation", "exploiter_age", "exploiter_name", "exploiter_phone", "exploiter_handle",
             "exploiter_vehicle"),
        ),
        (
            _L("Reports already made"),
            ("cause_at", "careline_at", "careline_number", "police_at", "police_agency", "police_number",
             "missing_known_at", "ncmec_at", "ncmec_number", "last_contact_at"),
        ),
        (_L("What the young person was told"), ("told_young_person", "told_by", "told_at",
         "not_told_because")),
        (_L("You"), ("callback_phone", "callback_time", "wants_feedback")),
    )  # fmt: skip

    def __init__(self, *args: Any, leave_out: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in leave_out:
            del self.fields[name]

    def groups(self) -> list[Group]:
        groups = (Group(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS)
        return [group for group in groups if group.fields]

    @property
    def not_saved(self) -> bool:
        return bool(self.errors)

    def can_be_kept(self) -> bool:
        """While it is still being typed in: only the choice that has to be made may be missing."""
        return self.is_valid() or all(
            error.code == "required" for errors in self.errors.as_data().values() for error in errors
        )

    def said(self) -> dict[str, Any]:
        """What a draft keeps: codes and words as they are, times as text, reports together."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        reports = {
            name: found
            for name, parts in REPORTS.items()
            if any((found := {part: as_text(values.pop(f"{name}_{part}", "")) for part in parts}).values())
        }
        return {**{name: as_text(value) for name, value in values.items()}, "reports": reports}

    @staticmethod
    def initial_from(said: Mapping[str, Any]) -> dict[str, Any]:
        reports = said.get("reports") or {}
        flat = {f"{name}_{part}": value for name, found in reports.items() for part, value in found.items()}
        return {name: from_text(name, value) for name, value in {**said, **flat}.items() if name != "reports"}


def as_text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value or ("" if value is None else value)


def from_text(name: str, value: Any) -> Any:
    return timezone.localtime(dt.datetime.fromisoformat(value)) if name.endswith("_at") and value else value
