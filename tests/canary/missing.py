"""The invented person is missing, comes back, and is screened again: what is typed on the way."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from screening.models import Screening
from youth.models import MissingEpisode, Youth

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def typed(minutes_ago: int) -> str:
    return f"{timezone.localtime() - dt.timedelta(minutes=minutes_ago):%Y-%m-%dT%H:%M}"


def is_missing_and_comes_back(journey: "Journey", youth: Youth) -> None:
    """One episode that is recorded when it is over, and one that goes on until its return is recorded."""
    address = reverse("referrals:missing", args=[youth.pk])
    over = {"began_at": typed(600), "known_at": typed(590), "ended_at": typed(500)}
    page = journey.shown(journey.worker, address)
    journey.refused(journey.worker, address, journey.filled(page, {**over, "ended_at": typed(700)}))
    journey.sent(journey.worker, address, journey.filled(page, over))
    now = {"began_at": typed(90), "known_at": typed(80), "ended_at": None, "found_where": None}
    journey.sent(journey.worker, address, journey.filled(page, now))
    episode = MissingEpisode.objects.get(ended_at=None)
    reports, back = (reverse(f"referrals:missing-{name}", args=[episode.pk]) for name in ("reports", "back"))
    journey.sent(journey.worker, reports, journey.filled(journey.shown(journey.worker, reports)))
    page = journey.shown(journey.worker, back)
    journey.refused(journey.worker, back, journey.filled(page, {"ended_at": typed(95)}))
    journey.sent(journey.worker, back, journey.filled(page, {"ended_at": typed(5)}))


def is_screened_again(journey: "Journey", youth: Youth, gates: dict[str, Any]) -> None:
    """As last time, with what is new since then."""
    mine = Screening.objects.drafts_of(journey.people.worker)
    draft = mine.get(youth=youth)
    start = reverse("screening:start-page", args=[draft.pk])
    journey.sent(journey.worker, start, journey.filled(journey.shown(journey.worker, start), gates))
    journey.shown(journey.worker, reverse("screening:section", args=[draft.pk, "XS"]))
    for press in ("rest-as-before", "rest-not-known"):
        journey.sent(journey.worker, reverse(f"screening:{press}", args=[draft.pk, "all"]), {})
    result = reverse("screening:result", args=[draft.pk])
    journey.sent(journey.worker, result, journey.filled(journey.shown(journey.worker, result)))
    journey.shown(journey.worker, result)
