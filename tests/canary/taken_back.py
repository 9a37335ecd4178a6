"""A screening of the journey that was entered in error, and the young person it is about."""

from typing import TYPE_CHECKING

from django.urls import reverse

from audit import trail
from referrals.models import Correction
from screening.models import Screening
from tests.referrals import story

if TYPE_CHECKING:
    from tests.canary.journey import Journey
    from tests.canary.watching import Watched


def is_lowered(journey: "Journey", supervisor: "Watched", screening: Screening) -> None:
    """Asked for twice: refused, then granted."""
    asking = reverse("referrals:lower", args=[screening.pk])
    for answer in ("refuse", "grant"):
        page = journey.shown(journey.worker, asking)
        journey.refused(journey.worker, asking, journey.filled(page, {"level": "9"}))
        asked = journey.sent(journey.worker, asking, journey.filled(page, {"level": "2"}))
        journey.shown(supervisor, reverse("referrals:lowerings"))
        journey.sent(supervisor, f"{asked}{answer}/", journey.filled(journey.shown(supervisor, asked)))
        journey.shown(journey.worker, asked)


def is_taken_back(journey: "Journey") -> None:
    """Asked twice: refused with a reason, then moved; every page of it is opened."""
    with trail.acting("test"):
        referral = story.sent(journey.people, "3", youth=story.young_person(journey.people))
        screening = referral.screenings.get().screening
        right = story.young_person(journey.people, legal_first="Another")
    supervisor = journey.signed_in(journey.people.supervisor)
    asking = reverse("referrals:void-screening", args=[screening.pk])
    journey.refused(journey.worker, asking, {"reason": journey.tokens.words("no reason") + "\x00"})
    asked = journey.sent(journey.worker, asking, journey.filled(journey.shown(journey.worker, asking)))
    journey.sent(supervisor, f"{asked}refuse/", journey.filled(journey.shown(supervisor, asked)))
    is_lowered(journey, supervisor, screening)
    search = reverse("referrals:right-person", args=[screening.pk])
    found = journey.sent(journey.worker, search, journey.filled(journey.shown(journey.worker, search)))
    journey.shown(journey.worker, found)
    moving = reverse("referrals:move-screening", args=[screening.pk, right.pk])
    asked = journey.sent(journey.worker, moving, journey.filled(journey.shown(journey.worker, moving)))
    journey.shown(supervisor, reverse("referrals:corrections"))
    journey.shown(supervisor, asked)
    journey.sent(supervisor, f"{asked}confirm/", {})
    assert Correction.objects.filter(is_confirmed=True).count() == 1
    journey.shown(journey.worker, reverse("referrals:voided-screening", args=[screening.pk]))
    journey.shown(journey.worker, reverse("referrals:voided-referral", args=[referral.pk]))
