"""What is worked first: priority as one number, and which acknowledgement is promised."""

from referrals.choices import YesNoUnknown
from referrals.models import Referral
from screening.models import Level

# "" is a referral without a screening; it counts as level 4.
RANKS = {"": 4, Level.TOLD: 4, Level.SUSPECTED: 3, Level.AT_RISK: 2, Level.UNKNOWN: 2, Level.NO_CONCERN: 1}
RISING = (Level.NO_CONCERN, Level.UNKNOWN, Level.AT_RISK, Level.SUSPECTED, Level.TOLD)
FLAGS = ("not_safe_tonight", "missing_now", "under_13", "caregiver_implicated")


def rank(level: str) -> int:
    return RANKS[level]


def higher(one: str, other: str) -> str:
    """Of two levels the higher; a screening's own level says more than the "" of a referral without one."""
    return max((level for level in (one, other) if level), key=[level.value for level in RISING].index, default="")


def priority(level: str, **flags: bool) -> int:
    """Level first, then the flags in their order (domain.md 4.2), each outweighing all that follow it."""
    assert set(flags) == set(FLAGS)
    bits = sum(1 << place for place, flag in enumerate(reversed(FLAGS)) if flags[flag])
    return (rank(level) << len(FLAGS)) + bits


def is_urgent(level: str, *, missing_now: bool, safe_tonight: str) -> bool:
    return rank(level) == RANKS[""] or missing_now or safe_tonight == YesNoUnknown.NO


def acknowledgement(referral: Referral, *, historic: bool) -> str:
    """The clock of the acknowledgement; what lies in the past and endangers nobody now waits for the day."""
    present = referral.missing_now or referral.safe_tonight == YesNoUnknown.NO
    if present or (rank(referral.level) == RANKS[""] and not historic):
        return "acknowledge_4"
    return "acknowledge_3" if rank(referral.level) >= RANKS[Level.SUSPECTED] else "acknowledge_2"
