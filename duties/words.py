"""Times in words: "due Tue, Nov 24, 10:30 AM, 2 h left", "overdue by 35 min"."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duties.clocks import Clock, Unit

HOUR = 60  # minutes
DAY = 24 * HOUR
WHOLE_DAYS_FROM = 2 * DAY  # nearer than that, hours say more than days


def moment(at: dt.datetime, now: dt.datetime) -> str:
    """Local and American; the year only when it is not this one."""
    local = timezone.localtime(at)
    this_year = local.year == timezone.localtime(now).year
    return date_format(local, "D, M j, g:i A" if this_year else "D, M j, Y, g:i A")


def day_of(at: dt.datetime) -> dt.date:
    """The local day; in the evening the database's own (UTC) is already the next."""
    return timezone.localdate(at)


def length(span: dt.timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes >= WHOLE_DAYS_FROM:
        days = minutes // DAY
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    hours, rest = divmod(minutes, HOUR)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}


def due(at: dt.datetime, now: dt.datetime) -> str:
    if now > at:
        return _("overdue by %(length)s") % {"length": length(now - at)}
    return _("due %(moment)s, %(length)s left") % {"moment": moment(at, now), "length": length(at - now)}


def limit(clock: Clock) -> str:
    """How long a clock gives, before it has started: "within 12 hours", "at once"."""
    if clock.limit == 0:
        return _("at once")
    sentences = {
        Unit.HOURS: ngettext("within %(count)d hour", "within %(count)d hours", clock.limit),
        Unit.BUSINESS_HOURS: ngettext("within %(count)d business hour", "within %(count)d business hours", clock.limit),
        Unit.BUSINESS_DAYS: ngettext("within %(count)d business day", "within %(count)d business days", clock.limit),
        Unit.DAYS: ngettext("within %(count)d day", "within %(count)d days", clock.limit),
    }
    return sentences[clock.unit] % {"count": clock.limit}
