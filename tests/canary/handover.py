"""What the invented person's worker had changes hands: a draft, the unit's page, who acts, and a move."""

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from accounts.models import Town, User
from accounts.permissions import Role
from audit import trail
from screening.models import Screening
from tests.accounts.people import person
from tests.canary.watching import Watched
from tests.referrals import story
from youth.models import Youth

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_handed_over(journey: "Journey") -> None:
    """There and back, then given by the supervisor, then to another office; every page of it is opened."""
    people = journey.people
    with trail.acting("test"):
        draft = story.screened(story.young_person(people), people.worker, "3")
        colleague = person(office=people.office, unit=people.worker.unit)
        acting = person(Role.SUPERVISOR, office=people.office)
    hands(journey, draft, colleague)
    supervisor = journey.signed_in(people.supervisor)
    journey.shown(supervisor, reverse("dashboards:unit"))
    named = reverse("dashboards:acting", args=[people.worker.unit_id])
    until = f"{timezone.localtime() + dt.timedelta(days=2):%Y-%m-%dT%H:%M}"
    journey.shown(supervisor, named)
    journey.refused(supervisor, named, {"person": str(acting.pk), "until": "never"})
    journey.sent(supervisor, named, {"person": str(acting.pk), "until": until})
    journey.shown(journey.signed_in(acting), named)
    given = reverse("dashboards:unit-worker", args=[people.worker.pk])
    journey.shown(supervisor, given)
    ticked = {"youths": [str(draft.youth_id)], "drafts": [str(draft.pk)]}
    journey.refused(supervisor, given, {**ticked, "to": str(colleague.pk)})
    journey.sent(supervisor, given, {**ticked, "to": str(colleague.pk), "because": "sick"})
    moves(journey, draft.youth, by=journey.signed_in(colleague))
    journey.sent(supervisor, reverse("dashboards:end-acting", args=[people.worker.unit_id]), {})


def hands(journey: "Journey", draft: Screening, colleague: User) -> None:
    """To the colleague and back; an old tab is refused, with what was typed in it."""
    address = reverse("screening:hand", args=[draft.pk])
    journey.shown(journey.worker, address)
    theirs = journey.signed_in(colleague)
    journey.sent(journey.worker, address, {"colleague": str(colleague.pk)})
    late = journey.worker.post(
        reverse("screening:section", args=[draft.pk, "XS"]), {"seen": "1", "XS1_note": journey.tokens.words("late")}
    )
    assert late.status_code == 409
    theirs.get("/my-day/")
    journey.shown(theirs, address)
    journey.sent(theirs, address, {"colleague": str(journey.people.worker.pk)})


def moves(journey: "Journey", youth: Youth, by: Watched) -> None:
    address, town = reverse("referrals:moved-office", args=[youth.pk]), Town.objects.filter(office__name="Norwich")[0]
    journey.shown(by, address)
    asked = by.post(address, {"town": str(town.pk)})
    chosen = {"town": str(town.pk), "worker": str(journey.people.stranger.pk)}
    journey.refused(by, address, journey.filled(asked, {**chosen, "because": ""}))
    journey.sent(by, address, journey.filled(asked, chosen))
