"""What was entered in error: the page to say so, the page to decide, and what is shown of it afterwards."""

from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from duties import words as times
from referrals.corrections import Correction
from referrals.forms.corrections import ReasonForm, WhyNotForm
from referrals.models import Referral
from referrals.pages import brief, receipt
from referrals.services import anonymity, voiding
from screening import outcome
from screening.models import Screening
from vault import keys
from youth.models import Youth
from youth.pages import heading_of

SHOWN = 50
Rows = list[dict[str, Any]]


class Asked(NamedTuple):
    """One that waits for an answer, as a row of the list."""

    correction: Correction
    what: str
    who: str
    at: str


def row(label: str, value: str) -> dict[str, Any]:
    return {"label": label, "value": value, "change": ""}


def what(screening: Screening | None, referral: Referral | None) -> str:
    """In a few words, without a name."""
    now = clock.now()
    if screening and screening.signed_at:
        return _("Screening, signed %(moment)s") % {"moment": times.moment(screening.signed_at, now)}
    assert referral
    said = {"kind": referral.get_kind_display(), "reference": referral.reference}
    return _("%(kind)s %(reference)s") % said


def screening_page(screening: Screening, form: ReasonForm) -> dict[str, Any]:
    return {
        "screening": screening,
        "who": heading_of(screening.youth),
        "what": what(screening, None),
        "asked": waiting(screening=screening),
        "form": form,
    }


def referral_page(referral: Referral, user: User, form: ReasonForm) -> dict[str, Any]:
    """One that rests on a signed screening is taken back there."""
    youth = referral.youth or anonymity.youth_behind(referral, known_to=user)
    return {
        "referral": referral,
        "who": heading_of(referral.youth) if referral.youth else _("Nobody is named"),
        "what": what(None, referral),
        "rests_on": voiding.rests_on(referral, youth) if youth else [],
        "is_theirs": youth is not None,
        "asked": waiting(referral=referral),
        "form": form,
    }


def waiting(**about: Any) -> Correction | None:
    return Correction.objects.open().filter(**about).select_related("asked_by").first()


def move_page(screening: Screening, right: Youth, form: ReasonForm) -> dict[str, Any]:
    keys.unlock([screening.youth_id, right.pk])
    return {**screening_page(screening, form), "right": right, "right_heading": heading_of(right)}


def found_page(screening: Screening, found: list[Youth]) -> dict[str, Any]:
    others = [(youth, heading_of(youth)) for youth in found if youth.pk != screening.youth_id]
    return {"screening": screening, "who": heading_of(screening.youth), "found": others}


def queue(user: User) -> list[Asked]:
    found = list(Correction.objects.to_settle_by(user).with_people()[:SHOWN])
    now = clock.now()
    return [Asked(one, what_of(one), one.asked_by.display_name, times.moment(one.asked_at, now)) for one in found]


def what_of(correction: Correction) -> str:
    said = what(correction.screening, correction.referral)
    return _("%(what)s: about another young person") % {"what": said} if correction.is_move else said


def correction_page(correction: Correction, user: User, why_not: WhyNotForm | None = None) -> dict[str, Any]:
    keys.unlock([correction.key_owner, correction.youth_id, correction.moves_to_id])
    return {
        "correction": correction,
        "what": what_of(correction),
        "rows": asked_rows(correction),
        "answer": answer_rows(correction),
        "may_settle": Correction.objects.to_settle_by(user).filter(pk=correction.pk).exists(),
        "form": why_not or WhyNotForm(),
        "address": address_of(correction),
    }


def address_of(correction: Correction) -> str:
    if correction.screening_id:
        return reverse("screening:signed", args=[correction.screening_id])
    return reverse("referrals:open", args=[correction.referral_id])


def asked_rows(correction: Correction) -> Rows:
    now = clock.now()
    names = [row(_("Written about"), heading_of(correction.youth))] if correction.youth else []
    if correction.moves_to:
        names.append(row(_("Is about"), heading_of(correction.moves_to)))
    asked = {"who": correction.asked_by.display_name, "at": times.moment(correction.asked_at, now)}
    return [
        *names,
        row(_("Entered by"), correction.entered_by.display_name),
        row(_("Asked by"), _("%(who)s, %(at)s") % asked),
        row(_("What is wrong"), correction.reason),
    ]


def answer_rows(correction: Correction) -> Rows:
    if correction.settled_by is None or correction.settled_at is None:
        return []
    at = times.moment(correction.settled_at, clock.now())
    said = _("%(who)s, %(at)s") % {"who": correction.settled_by.display_name, "at": at}
    if correction.is_confirmed:
        return [row(_("Confirmed by"), said)]
    return [row(_("Refused by"), said), row(_("Why it stands"), correction.why_not)]


def voided_screening_page(screening: Screening, user: User) -> dict[str, Any]:
    """What was written stays closed, but to those who answer for it; one that moved is read where it is now."""
    confirmed = Correction.objects.filter(screening=screening, is_confirmed=True).with_people().first()
    is_moved = Screening.objects.filter(moved_from=screening).exists()
    copy = Screening.objects.visible_to(user).filter(moved_from=screening).first() if is_moved else None
    return {
        "what": what(screening, None),
        "who": heading_of(screening.youth),
        "rows": [row(_("Level at the signature"), screening.get_level_display()), *told(confirmed)],
        "is_moved": is_moved,
        "copy": copy,
        "parts": outcome.answered_parts(screening) if may_read(user) and not is_moved else [],
    }


def voided_referral_page(referral: Referral, user: User) -> dict[str, Any]:
    confirmed = Correction.objects.filter(referral=referral, is_confirmed=True).with_people().first()
    return {
        "what": what(None, referral),
        "who": heading_of(referral.youth) if referral.youth else "",
        "rows": told(confirmed),
        "concern": receipt.said(referral, brief.CONCERN) if may_read(user) else [],
        "steps": receipt.told_steps(referral, user, clock.now()),
        "mails": receipt.mails(referral, clock.now()),
    }


def told(confirmed: Correction | None) -> Rows:
    """Who said so, and who confirmed it; the name of another young person is said only to whoever may see them."""
    if confirmed is None:
        return []
    named = {_("Written about"), _("Is about")}
    return [one for one in asked_rows(confirmed) if one["label"] not in named] + answer_rows(confirmed)


def may_read(user: User) -> bool:
    return grants(user, Permission.VIEW_UNIT) or grants(user, Permission.LEAD_HART)
