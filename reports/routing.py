"""The routing and coverage table: by which rule referrals came to each office, rules never used, who is not covered."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from accounts.models import Office, User
from administration.pages import standing_gaps
from referrals.models import ReferralQuerySet
from referrals.routing import Place
from reports.cases import Scope
from reports.listing import listed
from reports.measures import Behind

LOOKED_BACK = dt.timedelta(days=90)
RULES: Mapping[Place, str | Promise] = {
    Place.CASE_OFFICE: _("DCF's office that has the case"),
    Place.TOWN: _("The town they live in"),
    Place.REPORTER_OFFICE: _("The office of whoever referred"),
    Place.CENTRAL: _("HART's central office, where nothing else fits"),
    Place.TRANSFER: _("By hand, from another office"),
}


class Routed(NamedTuple):
    """One office: who covers it, and how many came to it by each rule."""

    office: str
    covered_by: str
    numbers: list[tuple[int, str]]  # each with the address of the list behind it


def routing_page(now: dt.datetime, scope: Scope) -> dict[str, Any]:
    counts = Counter(of_late(now, scope).order_by().values_list("office", "routed_because"))
    offices = Office.objects.prefetch_related("covers__liaison").order_by("is_central", "name")
    used = {rule for _office, rule in counts}
    return {
        "rules": RULES.values(),
        "offices": [routed(office, counts) for office in offices],
        "unused": [label for rule, label in RULES.items() if rule.value not in used],
        "gaps": standing_gaps(now),
        "days": LOOKED_BACK.days,
    }


def of_late(now: dt.datetime, scope: Scope) -> ReferralQuerySet:
    return scope.referrals.filter(opened_at__gte=now - LOOKED_BACK)


def routed(office: Office, counts: Mapping[tuple[UUID, str], int]) -> Routed:
    people = [cover.liaison.display_name for cover in office.covers.all()]
    leads = [_g("HART's leads, at their own desk")] if office.is_central else []
    numbers = [
        (counts.get((office.pk, rule.value), 0), reverse("reports:routing-list", args=[office.pk, rule.value]))
        for rule in RULES
    ]
    return Routed(office.name, ", ".join(people or leads), numbers)


def routed_list_page(user: User, office: Office, rule: str, now: dt.datetime) -> dict[str, Any]:
    """The referrals behind one number. Raises Http404 where there is no such rule."""
    if rule not in {one.value for one in RULES}:
        raise Http404
    rows = of_late(now, Scope(user)).filter(office=office, routed_because=rule)
    return {
        **listed(user, Behind.REFERRALS, rows.values("pk")),
        "title": f"{office}: {RULES[Place(rule)]}",
        "words": _g("Referrals of the last %d days.") % LOOKED_BACK.days,
        "back": reverse("reports:routing"),
        "back_text": _g("Routing and coverage"),
    }
