"""What HART's queue can be asked for: filters, orders, and both as they stand in an address."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.choices import AgeBand, ConcernType, Kind
from referrals.desks import midnight
from referrals.models import Referral, ReferralQuerySet
from referrals.paging import Key, Order
from referrals.workflow import Status
from screening.models import Level
from youth.choices import DcfStatus

LAST = Key("pk")
URGENT, ENDED = "urgent", "ended"
ORDERS: dict[str, Order] = {
    URGENT: (Key("priority", descends=True), Key("next_due", empties="last"), Key("opened_at"), LAST),
    "clock": (Key("next_due", empties="last"), LAST),
    "received": (Key("opened_at", descends=True), LAST),
    "oldest": (Key("opened_at"), LAST),
    "office": (Key("office__name"), Key("priority", descends=True), Key("opened_at"), LAST),
    "owner": (Key("liaison__name", empties="first"), Key("priority", descends=True), Key("opened_at"), LAST),
    "contact": (Key("last_contact_at", empties="first"), Key("opened_at"), LAST),
    ENDED: (Key("ended_at", descends=True), LAST),
}
ORDER_WORDS = {
    URGENT: _("The most urgent first"),
    "clock": _("Next clock first"),
    "received": _("Newest first"),
    "oldest": _("Oldest first"),
    "office": _("By office"),
    "owner": _("By owner"),
    "contact": _("Longest without contact first"),
    ENDED: _("Last ended first"),
}
CLOCKS = {"late": _("Overdue"), "soon": _("Due within 24 hours"), "later": _("Later"), "none": _("None runs")}
NOBODY = "nobody"
WITHOUT_SCREENING = "none"
SOON = dt.timedelta(days=1)


def one_of(label: Any, choices: Any, **kwargs: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label=_("Any"), **kwargs)


def day(label: Any, method: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, method=method, widget=forms.DateInput(attrs={"type": "date"}))


class QueueFilter(django_filters.FilterSet):
    """Codes and days alone: nothing typed here says who anybody is. ``people``, ``places``: what can be chosen."""

    level = one_of(_("Level"), [*Level.choices, (WITHOUT_SCREENING, _("No screening: as level 4"))], method="at_level")
    office = one_of(_("Office"), [])
    region = one_of(_("Region"), [], field_name="office__region")
    status = one_of(_("State"), Status.choices)
    owner = one_of(_("Owner"), [], method="of_owner")
    kind = one_of(_("Kind"), Kind.choices)
    type = one_of(_("Type"), ConcernType.choices, field_name="concern_type")
    dcf = one_of(_("DCF status"), DcfStatus.choices, field_name="youth__dcf_status")
    missing = one_of(_("Missing now"), [("yes", _("Yes")), ("no", _("No"))], method="is_missing")
    age = one_of(_("Age"), AgeBand.choices, field_name="age_band")
    clock = one_of(_("Clock"), list(CLOCKS.items()), method="by_clock")
    tag = one_of(_("Tag"), [], field_name="taggings__tag")
    since = day(_("Received from"), "received_since")
    until = day(_("Received to"), "received_until")

    class Meta:
        model = Referral
        fields: list[str] = []

    def __init__(self, asked: Mapping[str, str], *, now: dt.datetime, chosen: Mapping[str, Any], **kwargs: Any) -> None:
        chosen_so_far = {name: asked[name] for name in self.base_filters if asked.get(name)}
        super().__init__(chosen_so_far or None, **kwargs)  # with nothing chosen there is nothing to check
        self.now = now
        for name, choices in chosen.items():
            self.filters[name].extra["choices"] = choices

    def at_level(self, rows: ReferralQuerySet, _name: str, value: str) -> ReferralQuerySet:
        return rows.filter(level="" if value == WITHOUT_SCREENING else value)

    def of_owner(self, rows: ReferralQuerySet, _name: str, value: str) -> ReferralQuerySet:
        return rows.filter(status=Status.SENT) if value == NOBODY else rows.filter(liaison_id=UUID(value))

    def is_missing(self, rows: ReferralQuerySet, _name: str, value: str) -> ReferralQuerySet:
        return rows.filter(missing_now=value == "yes")

    def by_clock(self, rows: ReferralQuerySet, _name: str, value: str) -> ReferralQuerySet:
        soon = self.now + SOON
        return rows.filter(
            {
                "late": Q(next_due__lt=self.now),
                "soon": Q(next_due__gte=self.now, next_due__lt=soon),
                "later": Q(next_due__gte=soon),
                "none": Q(next_due=None),
            }[value]
        )

    def received_since(self, rows: ReferralQuerySet, _name: str, value: dt.date) -> ReferralQuerySet:
        return rows.filter(opened_at__gte=midnight(value))

    def received_until(self, rows: ReferralQuerySet, _name: str, value: dt.date) -> ReferralQuerySet:
        return rows.filter(opened_at__lt=midnight(value + dt.timedelta(days=1)))


def query_of(asked: Mapping[str, str], *besides: str) -> str:
    """What of an address is the queue's own, in one order; everything else is left out but what is named."""
    names = [*QueueFilter.base_filters, "sort", *besides]
    return urlencode({name: asked[name] for name in names if asked.get(name)})


def order_named(asked: str, *, ended: bool) -> tuple[str, Order]:
    """An order nobody knows is the usual one."""
    name = asked if asked in ORDERS else ENDED if ended else URGENT
    return name, ORDERS[name]
