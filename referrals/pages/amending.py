"""The page on which a referral is corrected, and how a correction is told."""

from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from duties import words as times
from referrals.amendments import AMENDABLE
from referrals.forms.amending import AmendForm
from referrals.forms.fields import ReferralForm
from referrals.models import Amendment, Referral
from referrals.services import additions, amending

Row = dict[str, Any]


def amend_form(referral: Referral, posted: QueryDict | None, user: User) -> AmendForm:
    """Raises CannotAmend, CannotAdd before anything is typed."""
    additions.refuse_ended(referral)
    amending.refuse_unamendable(referral, by=user)
    initial = {name: getattr(referral, name) for name in AMENDABLE}
    return AmendForm(posted, initial={**initial, "seen": amending.mark(referral)})


def amend_page(referral: Referral, form: AmendForm) -> dict[str, Any]:
    """Where somebody else has corrected it meanwhile, that stands above what was typed, and the next press keeps it."""
    overtaken = form.is_bound and form.is_valid()
    if overtaken:
        form = AmendForm(initial={**form.cleaned_data, "seen": amending.mark(referral)})
    last = Amendment.objects.filter(step__referral=referral).select_related("step__by").order_by("step__number").last()
    if last:
        last.step.referral = referral  # its key is the referral's
    return {"referral": referral, "form": form, "newer": newer(last) if overtaken and last else None}


def newer(last: Amendment) -> Row:
    return {"by": last.step.by, "at": times.moment(last.step.at, clock.now()), "rows": told(last)}


def told(amendment: Amendment) -> list[Row]:
    """Each field under its label on the form: what stood there, and what stands there now."""
    return [
        {"label": label(name), "value": f"{in_words(name, old)} → {in_words(name, new)}", "change": ""}
        for name, (old, new) in amendment.changes.items()
    ]


def label(name: str) -> str:
    return str(ReferralForm.base_fields[name].label)


def in_words(name: str, value: Any) -> str:
    choices = dict(getattr(ReferralForm.base_fields[name], "choices", ()))
    return str(choices.get(value, value)) or _("nothing")
