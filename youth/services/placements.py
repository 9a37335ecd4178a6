"""Where somebody lives, from which day on: read by HC1, so that nobody counts moves again."""

from django.utils import timezone

from audit import clock
from youth.models import Placement, Youth


def note_placement(youth: Youth) -> None:
    """A row whenever the profile says something else. A second change on one day corrects that day's row."""
    said = {"living_situation": youth.living_situation, "placement": youth.placement}
    today = timezone.localdate(clock.now())
    last = youth.placements.last()
    if last and last.from_day == today:
        last.living_situation, last.placement = said.values()
        last.save()
    elif any(said.values()):
        Placement.objects.create(youth=youth, from_day=today, **said)
