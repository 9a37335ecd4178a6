"""A report from outside: what HART types."""

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_reported_from_outside(journey: "Journey") -> None:
    address = reverse("referrals:take-report")
    page = journey.shown(journey.liaison, address)
    chosen = {"screening": "not_possible", "age": "15"}
    journey.refused(journey.liaison, address, journey.filled(page, {"source": journey.tokens.words("no source")}))
    journey.shown(journey.liaison, journey.sent(journey.liaison, address, journey.filled(page, chosen)))
