"""HART asks for what is missing, and the referrer answers: what is typed on the way."""

from typing import TYPE_CHECKING

from django.urls import reverse

from referrals.models import Referral
from screening.models import Addition

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_asked_for_more(journey: "Journey", referral: Referral) -> None:
    address = reverse("referrals:ask-information", args=[referral.pk])
    journey.refused(journey.liaison, address, {})
    page = journey.shown(journey.liaison, address)
    journey.sent(journey.liaison, address, journey.filled(page))
    journey.moves.add("ask_information")
    answering = reverse("referrals:questions", args=[referral.pk])
    page = journey.shown(journey.worker, answering)
    code = page.context["inquiry"].items[0]
    journey.refused(journey.worker, answering, journey.filled(page) | {code: ""})
    journey.sent(journey.worker, answering, journey.filled(page, {code: "none"}))
    journey.moves.add("answer_information")
    assert Addition.objects.filter(screening__referred__referral=referral).exists()
    journey.shown(journey.liaison, reverse("referrals:detail", args=[referral.pk]))
