"""What is due is done or does not apply, and HART lets one clock stand: what is typed on the way."""

from typing import TYPE_CHECKING

from django.urls import reverse

from duties.models import Duty
from youth.models import Youth

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def settles_duties(journey: "Journey", youth: Youth) -> None:
    duties = Duty.objects.filter(youth=youth, owner_role="worker").open()[:2]
    for duty, name in zip(duties, ("duty-done", "duty-does-not-apply"), strict=True):
        address = reverse(f"referrals:{name}", args=[duty.pk])
        journey.sent(journey.worker, address, journey.filled(journey.shown(journey.worker, address)))

    of_hart = Duty.objects.filter(youth=youth, about_kind="referral").open()
    waiting = next(duty for duty in of_hart if duty.can_pause)
    address = reverse("referrals:duty-pause", args=[waiting.pk])
    journey.sent(journey.liaison, address, journey.filled(journey.shown(journey.liaison, address)))
    journey.shown(journey.liaison, reverse("referrals:detail", args=[waiting.about_id]))
    journey.sent(journey.liaison, reverse("referrals:duty-resume", args=[waiting.pk]), {})
