"""Gaps and rights in words."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from accounts.gaps import AHEAD, ON_CALL, Gap
from accounts.models import Town
from accounts.permissions import GRANTS, Permission, Role
from duties import business
from duties.clocks import SATURDAY, Hours

LEADING = frozenset(role for role, held in GRANTS.items() if Permission.VIEW_UNIT in held)
LISTED = 12


def listed(found: Iterable[Gap], now: dt.datetime) -> str:
    gaps = list(found)
    said = [one_gap(gap, now) for gap in gaps[:LISTED]]
    if len(gaps) > LISTED:
        said.append(_("and %(number)d more") % {"number": len(gaps) - LISTED})
    return "; ".join(said)


def one_gap(gap: Gap, now: dt.datetime) -> str:
    """Which place, with its towns, and from when to when."""
    begins = _("now") if gap.begins <= now else moment(gap.begins)
    span = (
        _("%(begins)s to %(ends)s") % {"begins": begins, "ends": moment(gap.ends)}
        if gap.ends
        else (_("from %(begins)s on") % {"begins": begins})
    )
    return f"{place(gap)}, {span}"


def place(gap: Gap) -> str:
    if gap.place == ON_CALL:
        return _("On call")
    towns = list(Town.objects.filter(office__name=gap.place).values_list("name", flat=True))
    return f"{gap.place} ({', '.join(towns)})" if towns else gap.place


def moment(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "D, M j, Y, g:i A")


def hours(now: dt.datetime) -> list[str]:
    """When HART's business clocks run: today's hours, then those that were decided for later."""
    calendar, today = business.calendar(), timezone.localdate(now)
    later = [one for one in calendar.hours if one.since > today]
    begun = [
        _("From %(day)s: %(hours)s") % {"day": date_format(one.since, "D, M j, Y"), "hours": of_a_day(one)}
        for one in later
    ]
    return [of_a_day(calendar.hours_on(today)), *begun]


def of_a_day(hours: Hours) -> str:
    opens, closes = (time_format(time, "g:i A") for time in (hours.opens, hours.closes))
    return _("Monday to Friday, %(opens)s to %(closes)s") % {"opens": opens, "closes": closes}


def holidays(now: dt.datetime) -> list[str]:
    """Of Connecticut, within 90 days: no business clock runs then."""
    today, free = timezone.localdate(now), business.connecticut()
    days = (today + dt.timedelta(days=number) for number in range(AHEAD.days + 1))
    return [date_format(day, "D, M j") for day in days if day in free and day.weekday() < SATURDAY]


def rights(was: str, role: str) -> list[str]:
    """What somebody may do with the new role and could not before, and the other way round."""
    before, after = GRANTS[Role(was)], GRANTS[Role(role)]
    gained = [_("From then on they may: %(what)s") % {"what": one.label} for one in Permission if one in after - before]
    lost = [_("No longer: %(what)s") % {"what": one.label} for one in Permission if one in before - after]
    return [*gained, *lost]
