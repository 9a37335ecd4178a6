"""The invented person tells in the middle of a page, is told of the outcome, and words are added: what is typed."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from referrals.models import Referral
from screening.models import Screening

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def tells_on_each_page(journey: "Journey", screening: Screening, start: dict[str, Any]) -> None:
    """The button that keeps what was typed where it stands."""
    for name, page in (("start-page", "start"), ("told", "told"), ("result", "result"), ("raise", "raise")):
        shown = journey.shown(journey.worker, reverse(f"screening:{name}", args=[screening.pk]))
        chosen = start if page == "start" else {"level": "4"} if page == "raise" else {}
        address = reverse("screening:told-me-on-page", args=[screening.pk, page])
        journey.sent(journey.worker, address, journey.filled(shown, chosen))
    fields = journey.shown(journey.worker, reverse("referrals:fields", args=[screening.pk]))
    journey.sent(journey.worker, reverse("referrals:told-me-on-fields", args=[screening.pk]), journey.filled(fields))


def is_added_to(journey: "Journey", referral: Referral) -> None:
    screening = referral.screenings.get().screening
    for name, row in (("add-to-screening", screening), ("add-words", referral)):
        address = reverse(f"referrals:{name}", args=[row.pk])
        journey.sent(journey.worker, address, journey.filled(journey.shown(journey.worker, address)))
    journey.shown(journey.worker, reverse("screening:signed", args=[screening.pk]))
    amend = reverse("referrals:amend", args=[referral.pk])
    page = journey.shown(journey.worker, amend)
    journey.refused(journey.worker, amend, {**journey.filled(page), "because": ""})
    journey.sent(journey.worker, amend, journey.filled(page))
    journey.refused(journey.worker, amend, journey.filled(page))  # overtaken: both stand on the page


def hears_of_the_outcome(journey: "Journey", referral: Referral) -> None:
    address = reverse("referrals:tell-outcome", args=[referral.pk])
    page = journey.shown(journey.worker, address)
    journey.refused(journey.worker, address, journey.filled(page, {"outcome_told": journey.tokens.words("no choice")}))
    now = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    journey.sent(journey.worker, address, journey.filled(page, {"told_at": now}))
    receipt = reverse("referrals:receipt", args=[referral.pk])
    useful = reverse("referrals:say-useful", args=[referral.pk])
    typed = journey.tokens.filled(journey.shown(journey.worker, receipt).context["useful"])
    journey.refused(journey.worker, useful, {**typed, "choice": journey.tokens.words("not useful")})
    journey.sent(journey.worker, useful, typed)
    journey.shown(journey.liaison, reverse("referrals:detail", args=[referral.pk]))
