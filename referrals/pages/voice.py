"""What the young person was told, asked for and wants, on the pages of the referral."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from duties import words as times
from referrals import birthdays
from referrals.birthdays import CHANGES
from referrals.forms import OutcomeForm
from referrals.models import Referral
from referrals.services.outcome import decided_at, refuse_undecided
from screening.voice import wanted
from youth.choices import BirthKnown

Row = dict[str, Any]


def before(referral: Referral, now: dt.datetime) -> Iterator[Row]:
    """As it was when the referral was sent. What nobody wrote down is said to be so."""
    yield row(_("What they asked us not to do"), referral.asked_not_to or _("Not asked, or nothing was said"))
    yield row(_("Whom they want with them"), wanted(referral) or _("Not asked, or nothing was said"))
    yield row(_("What the young person was told"), told(referral, now) or _("Nothing is written down"))


def turning(referral: Referral, now: dt.datetime) -> Iterator[Row]:
    """The birthday that is near, or that has come since the referral was sent, and what it changes."""
    youth = referral.youth
    if youth is None or youth.birth_date is None or not referral.is_open:
        return
    today, born = timezone.localdate(now), youth.birth_date
    if turn := birthdays.ahead(born, today):
        day = date_format(turn.on, "M j, Y")
        if youth.birth_known == BirthKnown.ESTIMATED:
            day = _("about %(day)s, by an estimated birth date") % {"day": day}
        yield row(_("Turns %(age)d") % {"age": turn.age}, f"{day}. {CHANGES[turn.age]}")
    elif age := birthdays.come(born, timezone.localdate(referral.opened_at), today):
        yield row(_("Turned %(age)d since it was sent") % {"age": age}, str(CHANGES[age]))


def told(referral: Referral, now: dt.datetime) -> str:
    when = times.moment(referral.told_at, now) if referral.told_at else ""
    who = ", ".join(part for part in (referral.told_by, when) if part)
    not_yet = referral.not_told_because and _("Not told yet: %(because)s") % {"because": referral.not_told_because}
    return "\n".join(part for part in (referral.told_young_person, who, not_yet) if part)


def outcome(referral: Referral, now: dt.datetime) -> list[Row]:
    """Whether, by whom and when they were told of the outcome; nothing while there is none."""
    if decided_at(referral) is None:
        return []
    if not referral.outcome_told:
        return [row(_("Told of the outcome"), _("Not recorded yet"))]
    when = times.moment(referral.outcome_told_at, now) if referral.outcome_told_at else ""
    rows = (
        (_("Told of the outcome"), referral.get_outcome_told_display()),
        (_("Told by"), referral.outcome_told_by),
        (_("When"), when),
        (_("In these words, or why not"), referral.outcome_told_words),
    )
    return [row(label, value) for label, value in rows if value]


def outcome_form(referral: Referral, posted: QueryDict | None, user: User) -> OutcomeForm:
    """Raises NoOutcomeYet, before anything is typed."""
    return OutcomeForm(posted, since=refuse_undecided(referral), initial={"told_by": user.display_name})


def row(label: str | Promise, value: str) -> Row:
    return {"label": label, "value": value, "change": ""}
