"""A service and the young person's plan: what is typed on the way."""

from typing import TYPE_CHECKING

from django.urls import reverse

from referrals.forms.restoring import today
from referrals.models import Referral

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_served_and_plans(journey: "Journey", referral: Referral) -> None:
    adding = reverse("referrals:add-service", args=[referral.pk])
    page = journey.shown(journey.liaison, adding)
    journey.refused(journey.liaison, adding, journey.filled(page, {"standing": journey.tokens.words("no choice")}))
    on = {f"on_{part}": str(getattr(today(), part)) for part in ("month", "day", "year")}
    journey.sent(journey.liaison, adding, journey.filled(page) | on)
    going_on = reverse("referrals:service", args=[referral.pk, referral.services.get().pk])
    journey.sent(journey.liaison, going_on, journey.filled(journey.shown(journey.liaison, going_on)) | on)
    planning = reverse("referrals:safety-plan", args=[referral.pk])
    page = journey.shown(journey.worker, planning)
    journey.sent(journey.worker, planning, journey.filled(page))
    journey.refused(journey.worker, planning, journey.filled(page))  # from a stale tab
    for client, name in ((journey.worker, "receipt"), (journey.liaison, "detail"), (journey.worker, "safety-plan")):
        journey.shown(client, reverse(f"referrals:{name}", args=[referral.pk]))
    journey.shown(journey.worker, reverse("referrals:safety-plan-print", args=[referral.pk]))
