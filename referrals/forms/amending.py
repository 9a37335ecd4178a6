"""What was sent, to be corrected."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from referrals import content
from referrals.amendments import AMENDABLE
from referrals.forms.fields import ReferralForm
from uswds.fields import WordsField


class AmendForm(ReferralForm):
    because = WordsField(
        label=_("Why is it corrected?"),
        max_length=content.WORDS,
        rows=2,
        error_messages={"required": _("Say why it is corrected.")},
    )

    GROUPS = (
        *((title, [name for name in names if name in AMENDABLE]) for title, names in ReferralForm.GROUPS),
        (_("The correction"), ["because"]),
    )

    # Not asked here: what was decided before the signature, health, reports, and what somebody was told.
    send = adult_agreement = minor_at_risk = question = conflict = urgent_health = suicide_risk = None  # type: ignore[assignment]
    cause_at = careline_at = careline_number = police_at = police_agency = police_number = None  # type: ignore[assignment]
    ncmec_at = ncmec_number = missing_known_at = last_contact_at = wants_feedback = None  # type: ignore[assignment]
    told_young_person = told_by = told_at = not_told_because = None  # type: ignore[assignment]

    def amended(self) -> dict[str, Any]:
        """What is to stand in each field; a code that is left empty where the field knows none is "not known"."""
        return {name: self.cleaned_data[name] or self.initial_code(name) for name in AMENDABLE}

    def initial_code(self, name: str) -> Any:
        return {"safe_tonight": "unknown", "exploiter_age": "unknown"}.get(name, "")
