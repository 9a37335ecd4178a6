"""How much waits for a person's decision; the page they start from says so."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission, grants
from referrals.corrections import Correction
from referrals.counting import counted
from screening.models import Lowering

MANY = 100  # nobody lets so many wait; one who does counts no further


def to_decide(user: User) -> dict[str, int]:
    """Counts. Whoever decides nothing is asked nothing of the database."""
    return counted(waiting(user), most=MANY)


def waiting(user: User) -> dict[str, QuerySet[Any]]:
    """What there is to decide, by the name the pages know its count by."""
    if not grants(user, Permission.LOWER_LEVEL):
        return {}
    return {
        "to_lower": Lowering.objects.to_settle_by(user),
        "to_correct": Correction.objects.to_settle_by(user),
    }
