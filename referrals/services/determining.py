"""A determination by somebody who has read the one that stands."""

import uuid
from collections.abc import Mapping
from typing import Any

from accounts.models import User
from audit import clock
from referrals.models import Referral
from referrals.services import moves
from referrals.services.effects import Said
from referrals.workflow import MOVES

STEP = MOVES["determine"]


def determine(
    referral: Referral, *, words: str, choice: str, details: Mapping[str, Any], seen: uuid.UUID | None, by: User
) -> Referral | None:
    """None when another determination than ``seen`` stands: whoever wrote this has not read it, and nothing is kept.

    The one before stays a row of its own (domain.md 1.7). Raises what ``moves.move`` raises.
    """
    referral = Referral.objects.with_answers().held(referral.pk)
    again = moves.is_same_press(referral, STEP, Said(by, clock.now(), words, choice, details))
    if referral.determined_id != seen and not again:
        return None
    return moves.move(referral, STEP.name, by=by, words=words, choice=choice, details=details)
