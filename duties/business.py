"""The calendar that business clocks run by: hours from the settings, Connecticut's holidays from `holidays`."""

import functools
import zoneinfo

import holidays
from django.conf import settings

from duties.clocks import Calendar


@functools.cache
def calendar() -> Calendar:
    opens, closes = settings.BUSINESS_DAY
    return Calendar(
        zone=zoneinfo.ZoneInfo(settings.TIME_ZONE),
        opens=opens,
        closes=closes,
        holidays=holidays.country_holidays("US", subdiv="CT"),
    )
