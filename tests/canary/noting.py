"""HART writes notes and gives a task beside a referral: what is typed."""

from typing import TYPE_CHECKING

from django.urls import reverse

from referrals.models import Referral, Task

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_noted(journey: "Journey", referral: Referral) -> None:
    detail = reverse("referrals:detail", args=[referral.pk])
    lead = str(journey.people.lead.pk)
    for read_by in ("hart", "referrer"):
        form = journey.shown(journey.liaison, f"{detail}note/")
        journey.refused(journey.liaison, f"{detail}note/", {"read_by": journey.tokens.words("nobody")})
        typed = journey.filled(form, {"read_by": read_by, "mentioned": [lead]})
        journey.sent(journey.liaison, f"{detail}note/", typed)
    form = journey.shown(journey.liaison, f"{detail}task/")
    journey.sent(journey.liaison, f"{detail}task/", journey.filled(form, {"whose": lead}))
    leading = journey.signed_in(journey.people.lead)
    journey.shown(leading, reverse("referrals:tasks"))
    journey.shown(leading, detail)
    journey.sent(leading, reverse("referrals:finish-task", args=[Task.objects.get().pk]), {})
    journey.shown(journey.worker, reverse("referrals:receipt", args=[referral.pk]))
