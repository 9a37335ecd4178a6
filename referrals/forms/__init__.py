"""What is typed on the way to HART and by HART. Forms validate and shape; they never save."""

from referrals.forms.acts import CalledForm, DoneForm, MoveForm, NotApplicableForm, PauseForm, ReferenceForm, SignForm
from referrals.forms.determining import DetermineForm, move_form
from referrals.forms.fields import ReferralForm
from referrals.forms.missing import BackForm, MissingForm, ReportsForm
from referrals.forms.urgent import ReferNowForm
from referrals.forms.voice import AddWordsForm, OutcomeForm, UsefulForm

__all__ = [
    "AddWordsForm",
    "BackForm",
    "CalledForm",
    "DetermineForm",
    "DoneForm",
    "MissingForm",
    "MoveForm",
    "NotApplicableForm",
    "OutcomeForm",
    "PauseForm",
    "ReferNowForm",
    "ReferenceForm",
    "ReferralForm",
    "ReportsForm",
    "SignForm",
    "UsefulForm",
    "move_form",
]
