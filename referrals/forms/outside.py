"""A report from outside, entered by HART in four minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from audit import clock
from referrals import choices
from referrals.forms.pieces import CALLBACK_HINT, line, phone, words
from referrals.forms.urgent import ReferNowForm
from youth.forms.moments import MomentField

ASKED, NOT_POSSIBLE = "asked", "not_possible"
ASKED_FIRST = (
    *("source", "channel", "received_at", "reporter", "callback_phone", "what_seen", "name", "age", "town", "number"),
    *("safe_tonight", "missing_now", "whereabouts", "caregiver_involved"),
)


class OutsideReportForm(ReferNowForm):
    """As a referral on any suspicion; and from whom HART has it, and whether the office screens."""

    source = forms.ChoiceField(label=_L("From whom?"), choices=[("", _L("Choose")), *choices.Source.choices])
    channel = forms.ChoiceField(label=_L("How did it come?"), choices=choices.Channel.choices, widget=forms.RadioSelect)
    received_at = MomentField(
        label=_L("When did HART receive it?"), help_text=_L("The clocks run from then."), initial=clock.now
    )
    reporter = line(_L("Who reported it"), _L("Name and agency, as far as they gave it."))
    callback_phone = phone(_L("Number to call them back"), CALLBACK_HINT)
    screening = forms.ChoiceField(
        label=_L("The screening"),
        choices=((ASKED, _L("Ask the young person's office for it")), (NOT_POSSIBLE, _L("Not possible now"))),
        widget=forms.RadioSelect,
        initial=ASKED,
    )
    no_screening_because = words(_L("If it is not possible: why?"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what_seen"].label = _("What do they say?")
        self.fields["what_seen"].help_text = _("In their words, as they were said or written.")
        self.order_fields(ASKED_FIRST)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("screening") == NOT_POSSIBLE and not said.get("no_screening_because"):
            self.add_error("no_screening_because", _("Write why a screening is not possible."))
        return said
