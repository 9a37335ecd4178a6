"""A profile from the little that is known of somebody at first."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from youth import ages
from youth.choices import BirthKnown

WORKERS = (Role.CASEWORKER, Role.SUPERVISOR)


def profile_of(who: Mapping[str, Any], *, by: User, now: dt.datetime) -> dict[str, Any]:
    """The values of ``create_youth`` from what ``WhoForm`` asks; a worker who adds somebody has them assigned."""
    first, _space, last = (who.get("name") or "").strip().rpartition(" ")
    age = who.get("age")
    values = {
        "legal_first": first or last,
        "legal_last": last if first else "",
        "case_number": who.get("number") or "",
        "town": who.get("town"),
        "assigned_worker": by if by.role in WORKERS else None,
    }
    if who.get("birth_date"):
        values |= {"birth_date": who["birth_date"], "birth_known": BirthKnown.KNOWN}
    elif age is not None:
        values |= {
            "birth_date": ages.birth_date_for(age, timezone.localdate(now)),
            "birth_known": BirthKnown.ESTIMATED,
        }
    return values
