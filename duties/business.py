"""The calendar that business clocks run by: hours as an administrator keeps them, Connecticut's holidays."""

import datetime as dt
import functools
import zoneinfo
from collections.abc import Container

import holidays
from django.conf import settings

from duties.clocks import Calendar, Hours
from duties.models import BusinessHours


def calendar() -> Calendar:
    """With the hours that were decided, each from its day on; one query."""
    return _with(BusinessHours.objects.in_order())


def standard() -> Calendar:
    """As if nobody had ever decided other hours than those of the settings."""
    return _with([])


def _with(decided: list[Hours]) -> Calendar:
    first = Hours(dt.date.min, *settings.BUSINESS_DAY)
    return Calendar(zoneinfo.ZoneInfo(settings.TIME_ZONE), connecticut(), (first, *decided))


@functools.cache
def connecticut() -> Container[dt.date]:
    return holidays.country_holidays("US", subdiv="CT")
