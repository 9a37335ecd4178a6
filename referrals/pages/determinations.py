"""HART's determination: the one in force, those before it, and the page on which one is made."""

import datetime as dt
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L

from audit import clock
from duties import words as times
from referrals import determinations
from referrals.choices import Determination
from referrals.determinations import DETAILS
from referrals.forms.determining import DetermineForm
from referrals.models import Determined, Referral
from referrals.services import moves
from referrals.workflow import MOVES

MOVE = MOVES["determine"]
Shown = dict[str, Any]


def in_force(referral: Referral, now: dt.datetime) -> Shown | None:
    one = newest(referral)
    return in_words(one, now) if one else None


def not_told(referral: Referral) -> str:
    """Who is to learn of it from no notice, call or print: as the referrer said, and as HART determined."""
    one = newest(referral)
    said = (referral.whom_not_to_call, one.left_out if one else "")
    return "\n".join(words for words in said if words)


def newest(referral: Referral) -> Determined | None:
    one = referral.determined or (determinations.from_referral(referral) if referral.determination else None)
    if one:
        one.referral = referral  # its key is the referral's
    return one


MEANINGS: dict[str, str | Promise] = {
    Determination.NO_CONCERN: _L(
        "From what is known now, HART sees no sign of trafficking. Something new: refer again."
    ),
    Determination.AT_RISK: _L(
        "There are risks, and no sign yet that somebody is exploiting them. Prevention helps now."
    ),
    Determination.SUSPECTED: _L("HART takes it that they are being exploited, or are very near it. Help is offered."),
    Determination.CONFIRMED: _L("HART is sure that they have been exploited. They are a victim, and are offered help."),
    Determination.UNABLE: _L("What is known does not suffice to say. It means neither yes nor no: stay watchful."),
}


def for_referrer(referral: Referral, now: dt.datetime) -> Shown | None:
    """The one in force as it is told to whoever referred: which it is, what that means, HART's words for them."""
    one = newest(referral)
    if one is None:
        return None
    rows = [(_("What it means"), str(MEANINGS[one.value])), (_("HART's words for you"), one.for_referrer)]
    rows.append((_("Left out of every notice"), one.left_out))
    found = [{"label": title, "value": value, "change": ""} for title, value in rows if value]
    return {"title": one.get_value_display(), "by": one.by, "at": times.moment(one.at, now), "rows": found}


def in_words(one: Determined, now: dt.datetime) -> Shown:
    return {"title": one.get_value_display(), "by": one.by, "at": times.moment(one.at, now), "rows": rows(one, now)}


def rows(one: Determined, now: dt.datetime) -> list[Shown]:
    said = [(_("Reasons"), one.reasons), *((label(name), shown(one, name, now)) for name in DETAILS)]
    return [{"label": title, "value": value, "change": ""} for title, value in said if value]


def label(name: str) -> str:
    return str(DetermineForm.base_fields[name].label)


def shown(one: Determined, name: str, now: dt.datetime) -> str:
    if name == "identified_at":
        return times.moment(one.identified_at, now) if one.identified_at else ""
    return str(getattr(one, f"get_{name}_display", lambda: getattr(one, name))())


def bound_form(referral: Referral, posted: QueryDict) -> DetermineForm:
    return DetermineForm(posted, move=MOVE, names_nobody=referral.names_nobody)


def determine_page(referral: Referral, form: DetermineForm | None = None) -> dict[str, Any]:
    """``form`` when it could not be kept. Where another one was recorded meanwhile, both stand side by side."""
    found, now = determinations.of(referral), clock.now()
    newest = found[0] if found else None
    overtaken = bool(form and form.is_valid())  # all was said that has to be, and it was not kept
    if form is None or overtaken:
        typed = from_form(form) if form else from_row(newest)
        initial = {**typed, "seen": referral.determined_id}
        form = DetermineForm(move=MOVE, names_nobody=referral.names_nobody, initial=initial)
    return {
        "referral": referral,
        "form": form if referral.status in MOVE.sources else None,
        "why_not_now": "" if referral.status in MOVE.sources else moves.why_not_now(referral, MOVE),
        "newer": in_words(newest, now) if overtaken and newest else None,
        "made": [in_words(one, now) for one in found],
    }


def from_form(form: DetermineForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {"choice": said["choice"], "words": said["words"], **said["details"]}


def from_row(one: Determined | None) -> dict[str, Any]:
    """Whoever determines again starts from what stands."""
    return {"choice": one.value, "words": one.reasons, **one.details()} if one else {}
