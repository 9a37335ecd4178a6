"""The routing and coverage table: by which rule referrals came to each office, rules never used, who is not covered."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from administration.pages import standing_gaps
from referrals.routing import Place
from reports.cases import Scope

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
    numbers: list[int]


def routing_page(now: dt.datetime, scope: Scope) -> dict[str, Any]:
    rows = scope.referrals.filter(opened_at__gte=now - LOOKED_BACK).order_by()
    counts = Counter(rows.values_list("office__name", "routed_because"))
    offices = Office.objects.prefetch_related("covers__liaison").order_by("is_central", "name")
    used = {rule for _office, rule in counts}
    return {
        "rules": RULES.values(),
        "offices": [routed(office, counts) for office in offices],
        "unused": [label for rule, label in RULES.items() if rule.value not in used],
        "gaps": standing_gaps(now),
        "days": LOOKED_BACK.days,
    }


def routed(office: Office, counts: Mapping[tuple[str, str], int]) -> Routed:
    people = ", ".join(cover.liaison.display_name for cover in office.covers.all())
    return Routed(office.name, people, [counts.get((office.name, rule.value), 0) for rule in RULES])
