"""What is asked with a determination and with closing, beyond the choice and its reasons."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from referrals import choices, closing
from referrals.determinations import DETAILS
from referrals.forms.acts import MoveForm
from referrals.forms.pieces import line, moment, one_of, words
from referrals.models import Referral
from referrals.reference import check
from referrals.workflow import Move


class DetermineForm(MoveForm):
    """Nothing but the value and the reasons has to be known."""

    for_referrer = words(
        _L("For the referrer: what it means for their work"),
        _L("They read this, and which determination it is. Who told you what stays with HART."),
    )
    relied_on = words(
        _L("Information relied on"), _L("Records, people and reports, each with its date if you know it.")
    )
    identified = one_of(_L("Identified as a victim?"), choices.YesNoUnknown.choices, _L("For the federal counts."))
    identified_at = moment(_L("If yes: when were they identified?"))
    timing = one_of(_L("When it happened, against care"), choices.Timing.choices)
    concern_type = one_of(_L("Type"), choices.ConcernType.choices)
    venue = one_of(_L("Where it happened"), choices.Venue.choices)
    recruitment = one_of(_L("How contact with them began"), choices.Recruitment.choices)
    left_out = words(
        _L("Who is to be left out of every notice, and why?"),
        _L("The referrer reads this too, and it stands on the call sheet."),
    )
    attorney_informed = one_of(_L("Has the young person's attorney been informed?"), choices.YesNoUnknown.choices)
    review = one_of(_L("When does HART look again?"), choices.Review.choices)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)  # the determination that was read

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("choice", "words", *DETAILS))  # the first two were added by the move

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        details = {name: said.pop(name, None) for name in DETAILS}
        is_identified = details["identified"] == choices.YesNoUnknown.YES
        if is_identified and not details["identified_at"] and "identified_at" not in self.errors:
            self.add_error("identified_at", _("Enter when they were identified."))
        if details["identified_at"] and not is_identified:
            self.add_error(
                "identified", _("You entered when they were identified: choose yes, or leave the time empty.")
            )
        return {**said, "details": details}


class CloseForm(MoveForm):
    """With what some reasons have to be said with."""

    adult_service = line(_L("If they aged out: the adult service that goes on with them"))
    no_adult_service = forms.BooleanField(
        label=_L("If they aged out: there is no adult service, or they declined it"), required=False
    )
    duplicate_of = line(_L("If it is a duplicate: the reference of the referral that goes on, HR-XXXX-XXXX"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(("choice", *closing.DETAILS, "words"))

    def clean_duplicate_of(self) -> Referral | None:
        """Found by its reference whoever may see it: that there is one is all that is learned."""
        typed = self.cleaned_data["duplicate_of"]
        if not typed:
            return None
        try:
            found = Referral.objects.standing().filter(reference=check(typed)).first()
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
        if found is None:
            raise forms.ValidationError(_("There is no referral with this reference."))
        return found

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        details = {name: said.pop(name, None) for name in closing.DETAILS}
        missing = closing.what_is_missing(said.get("choice", ""), details)
        if missing and missing[0] not in self.errors:
            self.add_error(*missing)
        return {**said, "details": details}


FORMS: dict[str, type[MoveForm]] = {"determine": DetermineForm, "close": CloseForm}


def move_form(*args: Any, move: Move, **kwargs: Any) -> MoveForm:
    return FORMS.get(move.name, MoveForm)(*args, move=move, **kwargs)
