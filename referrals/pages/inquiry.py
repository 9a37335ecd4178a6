"""What HART asks for, the page that answers it, and what was asked and answered before."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from duties import words as times
from referrals.forms.inquiry import AskForm, InquiryForm
from referrals.inquiries import Inquiry
from referrals.models import Referral
from referrals.services import inquiring
from referrals.workflow import Status
from screening.models import Level, Screening


def ask_form(screening: Screening, posted: QueryDict | None) -> AskForm:
    answers = screening.answers()
    codes = inquiring.askable(screening)
    unknown = [code for code in codes if answers.get(code, "unknown") == "unknown"]
    return AskForm(posted, instrument=screening.instrument, codes=codes, unknown=unknown)


def answer_form(inquiry: Inquiry, posted: QueryDict | None) -> InquiryForm:
    screening = inquiry.screening
    return InquiryForm(
        posted,
        instrument=screening.instrument if screening else None,
        codes=inquiry.items,
        asks_words=bool(inquiry.words),
    )


def open_of(referral: Referral) -> Inquiry | None:
    """What the referrer has to answer now."""
    if referral.status != Status.INFORMATION_ASKED:
        return None
    found = referral.inquiries.open().with_people().first()
    if found:
        found.referral = referral  # its key is the referral's
    return found


def asked_and_answered(referral: Referral, now: dt.datetime, screenings: Iterable[Screening]) -> list[dict[str, Any]]:
    """The newest first, each question with what the screening said before; ``screenings`` are the referral's own."""
    known = {screening.pk: screening for screening in screenings}
    found = list(referral.inquiries.with_people().order_by("-asked_at"))
    for inquiry in found:
        inquiry.referral = referral
        if inquiry.screening_id in known:
            inquiry.screening = known[inquiry.screening_id]  # with its answers
    return [in_words(inquiry, now) for inquiry in found]


def in_words(inquiry: Inquiry, now: dt.datetime) -> dict[str, Any]:
    return {
        "inquiry": inquiry,
        "asked": times.moment(inquiry.asked_at, now),
        "answered": answered_words(inquiry, now),
        "rows": rows(inquiry),
        "level": level_words(inquiry),
    }


def answered_words(inquiry: Inquiry, now: dt.datetime) -> str:
    if not inquiry.answered_at or not inquiry.answered_by:
        return ""
    if not (inquiry.answers or inquiry.answer_words):
        return _("HART went on without an answer.")
    return _("%(name)s answered, %(at)s.") % {
        "name": inquiry.answered_by.display_name,
        "at": times.moment(inquiry.answered_at, now),
    }


def rows(inquiry: Inquiry) -> list[dict[str, str]]:
    screening = inquiry.screening
    if screening is None:
        return []
    instrument, before, said = screening.instrument, screening.answers(), inquiry.said()
    lines = dict(zip(said, inquiring.lines(screening, said), strict=True))
    return [
        {
            "text": instrument.indicators[code].text,
            "was": instrument.answers[before.get(code, "unknown")].label,
            "said": lines.get(code, "").removeprefix(f"{instrument.indicators[code].text}: "),
        }
        for code in inquiry.items
    ]


def level_words(inquiry: Inquiry) -> str:
    """Both are shown; the signed one stands."""
    if not inquiry.level or inquiry.screening is None:
        return ""
    return _("With these answers: %(now)s. As signed: %(then)s.") % {
        "now": Level(inquiry.level).label,
        "then": Level(inquiry.screening.level).label,
    }
