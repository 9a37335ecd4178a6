"""How else a screening begins: written down on the way, or typed in from a sheet of paper."""

from typing import TYPE_CHECKING

from django.urls import reverse

from screening.models import Screening
from tests.canary.missing import typed
from youth.models import Youth

if TYPE_CHECKING:
    from tests.canary.journey import Journey


def is_written_down_on_the_way(journey: "Journey", youth: Youth) -> None:
    for address in (reverse("screening:capture"), reverse("screening:capture-known", args=[youth.pk])):
        page = journey.shown(journey.worker, address)
        journey.refused(journey.worker, address, {**journey.filled(page), "submission_key": "none"})
        said = {"age": "15", "source_type": "school", "trigger": "entry"}
        journey.sent(journey.worker, address, journey.filled(page, said))
    is_typed_in(journey, Screening.objects.drafts_of(journey.people.worker).latest("started_at"))


def is_typed_in(journey: "Journey", draft: Screening) -> None:
    """A code that no sheet carries is refused with what was typed."""
    address = reverse("screening:from-paper", args=[draft.pk])
    page = journey.shown(journey.worker, address)
    said = {"interviewed_at": typed(300)}
    journey.refused(journey.worker, address, journey.filled(page, said))
    journey.sent(journey.worker, address, journey.filled(page, {**said, "sheet_code": draft.version.sheet_code}))
    for name in ("prompt-sheet", "prompt-sheet-pocket"):
        journey.shown(journey.worker, reverse(f"screening:{name}"))
