"""Every determination of a referral as HART reads it, the newest first."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from duties import words as times
from referrals.determinations import DETAILS, of
from referrals.forms.determining import DetermineForm
from referrals.models import Determined, Referral


def determinations(referral: Referral, now: dt.datetime) -> list[dict[str, Any]]:
    return [
        {"title": one.get_value_display(), "by": one.by, "at": times.moment(one.at, now), "rows": rows(one, now)}
        for one in of(referral)
    ]


def rows(one: Determined, now: dt.datetime) -> list[dict[str, Any]]:
    said = [(_("Reasons"), one.reasons), *((label(name), shown(one, name, now)) for name in DETAILS)]
    return [{"label": title, "value": value, "change": ""} for title, value in said if value]


def label(name: str) -> str:
    return str(DetermineForm.base_fields[name].label)


def shown(one: Determined, name: str, now: dt.datetime) -> str:
    if name == "identified_at":
        return times.moment(one.identified_at, now) if one.identified_at else ""
    return str(getattr(one, f"get_{name}_display", lambda: getattr(one, name))())
