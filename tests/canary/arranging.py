"""HART takes it from the queue, tags it, and keeps a view: what is typed on the way."""

from typing import TYPE_CHECKING

from django.urls import reverse

from referrals.models import Referral, Tag

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_taken_in_the_queue(journey: "Journey", referral: Referral) -> None:
    lead = journey.signed_in(journey.people.lead)
    tags = reverse("referrals:tags")
    journey.sent(lead, tags, journey.filled(journey.shown(lead, tags)))
    queue = reverse("referrals:inbox", args=["all"])
    saving = journey.shown(journey.liaison, queue).context["saving"]
    journey.sent(journey.liaison, f"{queue}keep/", journey.tokens.filled(saving))
    typed = {"chosen": str(referral.pk), "act": "tag", "tag": str(Tag.objects.get().pk)}
    journey.sent(journey.liaison, f"{queue}several/", typed)
    journey.refused(journey.liaison, f"{queue}several/", {"act": journey.tokens.words("no act")})
    for act in ("claim", "give-back"):
        journey.sent(journey.liaison, f"{queue}{referral.pk}/{act}/", {})
        journey.shown(journey.liaison, queue)
    journey.moves.add("give_back")
    journey.liaison.get(f"{queue}newer/", {"since": ""})
