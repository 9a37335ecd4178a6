"""A report from outside and advice by phone: what HART types."""

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


def is_advised_by_phone(journey: "Journey") -> None:
    address = reverse("referrals:log-consultation")
    page = journey.shown(journey.liaison, address)
    journey.refused(journey.liaison, address, journey.filled(page, {"age": journey.tokens.words("no age")}))
    asked = {"asker": str(journey.people.worker.pk)}
    place = journey.sent(journey.liaison, address, journey.filled(page, asked))
    journey.shown(journey.worker, place)
    journey.shown(journey.liaison, reverse("referrals:consultations"))
    referral = journey.sent(journey.liaison, f"{place}refer/", {})
    journey.shown(journey.liaison, referral)
