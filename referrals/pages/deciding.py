"""How much waits for a person's decision; the page they start from says so."""

from collections import Counter

from django.db.models import Value

from accounts.models import User
from accounts.permissions import Permission, grants
from referrals.corrections import Correction
from screening.models import Lowering


def to_decide(user: User) -> dict[str, int]:
    """Counts. Whoever decides nothing is asked nothing of the database."""
    if not grants(user, Permission.LOWER_LEVEL):
        return {}
    lower = Lowering.objects.to_settle_by(user).order_by().values_list(Value("to_lower"))
    correct = Correction.objects.to_settle_by(user).order_by().values_list(Value("to_correct"))
    return Counter(kind for (kind,) in lower.union(correct, all=True))
