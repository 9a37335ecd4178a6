"""HART's inbox: new, mine, all in my offices."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from audit import clock
from referrals.choices import AgeBand, Kind, YesNoUnknown
from referrals.forms import ReferenceForm
from referrals.models import Referral, ReferralQuerySet
from referrals.pages import deciding, receipt
from referrals.services import calls
from referrals.workflow import Status
from screening.models import Level
from vault import keys

ROWS = 50
CALLS = 5  # the most urgent ones; who has more than that to make does not read a longer list first
VIEWS: dict[str, str | Promise] = {"new": _("New"), "mine": _("Mine"), "all": _("All in my offices")}


def inbox_page(user: User, view: str, number: str) -> dict[str, Any]:
    if view not in VIEWS:
        raise Http404
    user.ask_for_offices()
    seen = Referral.objects.visible_to(user)
    counts = seen.counts_for(user)
    found = Paginator(rows_of(seen, user, view).most_urgent_first().for_list(), ROWS)
    found.count = counts[view]  # known already
    page, now = found.get_page(number), clock.now()
    to_call = unlocked(calls.waiting_for(user, now).most_urgent_first().for_list()[: CALLS + 1])
    return {
        **deciding.to_decide(user),
        "calls": [row(referral, now) for referral in to_call[:CALLS]],
        "more_calls": len(to_call) > CALLS,
        "view": view,
        "find_form": ReferenceForm(),
        "tabs": [(name, label, counts[name]) for name, label in VIEWS.items()],
        "rows": [row(referral, now) for referral in unlocked(page)],
        "page": page,
    }


def rows_of(seen: ReferralQuerySet, user: User, view: str) -> ReferralQuerySet:
    if view == "new":
        return seen.new_for(user)
    return seen.mine(user) if view == "mine" else seen.open().in_offices_of(user)


def unlocked(page: Iterable[Referral]) -> list[Referral]:
    referrals = list(page)
    keys.unlock(referral.key_owner for referral in referrals)
    return referrals


def row(referral: Referral, now: dt.datetime) -> dict[str, Any]:
    """With its codes in words, so that the table looks none up."""
    level = Level(referral.level) if referral.level else None
    return {
        **receipt.row(referral, now),
        "not_safe": referral.safe_tonight == YesNoUnknown.NO,
        "level": level.value if level else Level.TOLD.value,
        "level_words": level.label if level else _("No screening: as level 4"),
        "kind": Kind(referral.kind).label,
        "status": Status(referral.status).label,
        "age_band": AgeBand(referral.age_band).label,
    }
