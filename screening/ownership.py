"""A draft as its owner comes to it; whoever has handed it on is told who has it."""

from uuid import UUID

from django.http import Http404

from accounts.models import User
from screening.models import Handing, Screening, ScreeningQuerySet
from screening.services.handing import refuse_handed_on


def found(among: ScreeningQuerySet, pk: UUID, user: User) -> Screening:
    """``among`` is what the user may come to. Raises HandedOn, Http404."""
    screening: Screening | None = among.filter(pk=pk).first()
    if screening is None:
        refuse_handed_on(pk, user)
        raise Http404
    return screening


def handings(screening: Screening) -> list[Handing]:
    """From whom to whom it went, the first one first."""
    return list(screening.handings.select_related("giver", "receiver"))
