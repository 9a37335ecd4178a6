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
from referrals.choices import YesNoUnknown
from referrals.forms import ReferenceForm
from referrals.models import Referral, ReferralQuerySet
from referrals.pages import receipt
from referrals.services import calls
from vault import keys

ROWS = 50
VIEWS: dict[str, str | Promise] = {"new": _("New"), "mine": _("Mine"), "all": _("All in my offices")}


def inbox_page(user: User, view: str, number: str) -> dict[str, Any]:
    if view not in VIEWS:
        raise Http404
    chosen = {name: rows_of(user, name) for name in VIEWS}
    page = Paginator(chosen[view].most_urgent_first().with_people(), ROWS).get_page(number)
    counts = {name: page.paginator.count if name == view else chosen[name].count() for name in VIEWS}
    now = clock.now()
    to_call = calls.waiting_for(user, now).most_urgent_first().with_people()
    return {
        "calls": [row(referral, now) for referral in unlocked(to_call)],
        "view": view,
        "find_form": ReferenceForm(),
        "tabs": [(name, label, counts[name]) for name, label in VIEWS.items()],
        "rows": [row(referral, now) for referral in unlocked(page)],
        "page": page,
    }


def rows_of(user: User, view: str) -> ReferralQuerySet:
    seen = Referral.objects.visible_to(user)
    if view == "new":
        return seen.new_for(user)
    return seen.mine(user) if view == "mine" else seen.open().in_offices_of(user)


def unlocked(page: Iterable[Referral]) -> list[Referral]:
    referrals = list(page)
    keys.unlock(referral.key_owner for referral in referrals)
    return referrals


def row(referral: Referral, now: dt.datetime) -> dict[str, Any]:
    return {**receipt.row(referral, now), "not_safe": referral.safe_tonight == YesNoUnknown.NO}
