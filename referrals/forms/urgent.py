"""Refer now, screen later: what can be said in three minutes on a phone. Only what was seen has to be there."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals import choices, content
from referrals.forms.pieces import CALLBACK_HINT, line, one_of, phone
from uswds.fields import WordsField
from youth.ages import ADULT
from youth.choices import Conflict
from youth.forms.pieces import CONFLICT_HINT, CONFLICT_LABEL
from youth.forms.who import WHO, WhoForm

ONLY_ADULT = ("adult_agreement", "minor_at_risk")


class ReferNowForm(WhoForm):
    submission_key = forms.UUIDField(widget=forms.HiddenInput)
    what_seen = WordsField(
        label=_L("What was seen or said?"),
        help_text=_L("Facts, and words as they were said. Do not ask the young person for more."),
        max_length=content.WORDS,
        rows=4,
        error_messages={"required": _L("Write what was seen or said, in a few words.")},
    )
    safe_tonight = one_of(_L("Are they safe tonight?"), choices.YesNoUnknown.choices)
    caregiver_involved = one_of(_L("Is a caregiver involved?"), choices.YesNoUnknown.choices)
    conflict = one_of(CONFLICT_LABEL, Conflict.choices, CONFLICT_HINT)
    missing_now = forms.BooleanField(label=_L("They are missing now"), required=False)
    whereabouts = line(_L("Where are they now?"))
    callback_phone = phone(_L("Number to call you back"), CALLBACK_HINT)
    adult_agreement = one_of(
        _L("If 18 or over: do they agree to a referral?"),
        choices.Agreement.choices,
        _L(
            "Declined or not asked: HART is asked without a name, unless they are not safe or missing, or a minor is "
            "at risk."
        ),
    )
    minor_at_risk = forms.BooleanField(label=_L("If 18 or over: a minor is also at risk"), required=False)

    def __init__(
        self, *args: Any, is_known: bool = False, known_age: int | None = None, is_sealed: bool = False, **kwargs: Any
    ) -> None:
        """``is_known``: the young person has a profile already, so who they are is not asked."""
        super().__init__(*args, **kwargs)
        if is_sealed:
            del self.fields["conflict"]
        self.known_age = known_age
        unasked: tuple[str, ...] = WHO if is_known else ()
        if is_known and not self.is_adult(known_age):
            unasked = (*WHO, *ONLY_ADULT)
        for name in unasked:
            del self.fields[name]

    @staticmethod
    def is_adult(age: int | None) -> bool:
        return age is not None and age >= ADULT

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.is_adult(said.get("age", self.known_age)) and not said.get("adult_agreement"):
            self.add_error("adult_agreement", _("For somebody 18 or over, say whether they agree."))
        return said

    def said(self) -> dict[str, Any]:
        """The fields of the referral."""
        names = ("what_seen", "safe_tonight", "whereabouts", "callback_phone", *ONLY_ADULT)
        return {name: self.cleaned_data.get(name, "") for name in names}
