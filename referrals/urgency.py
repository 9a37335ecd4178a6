"""What is worked first: priority as one number, and which acknowledgement is promised."""

from typing import Protocol

from referrals.choices import YesNoUnknown
from screening.models import Level

# "" is a referral without a screening; it counts as level 4.
RANKS = {"": 4, Level.TOLD: 4, Level.SUSPECTED: 3, Level.AT_RISK: 2, Level.UNKNOWN: 2, Level.NO_CONCERN: 1}
RISING = (Level.NO_CONCERN, Level.UNKNOWN, Level.AT_RISK, Level.SUSPECTED, Level.TOLD)
FLAGS = ("not_safe_tonight", "missing_now", "under_13", "caregiver_implicated")


class Case(Protocol):
    """What decides whether it can wait: of a referral, or of what is about to become one."""

    @property
    def level(self) -> str: ...
    @property
    def missing_now(self) -> bool: ...
    @property
    def safe_tonight(self) -> str: ...


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


def has_flag(priority: int, flag: str) -> bool:
    return bool(priority >> (len(FLAGS) - 1 - FLAGS.index(flag)) & 1)


def with_flag(priority: int, flag: str, *, is_set: bool) -> int:
    bit = 1 << (len(FLAGS) - 1 - FLAGS.index(flag))
    return priority | bit if is_set else priority & ~bit


def at_level(priority: int, level: str) -> int:
    """The same flags under another level."""
    return (rank(level) << len(FLAGS)) + (priority & ((1 << len(FLAGS)) - 1))


def is_in_danger_now(case: Case) -> bool:
    return case.missing_now or case.safe_tonight == YesNoUnknown.NO


def is_urgent(case: Case) -> bool:
    """Cannot wait for the liaison's day: it goes to whoever is on call."""
    return rank(case.level) == RANKS[""] or is_in_danger_now(case)


def acknowledgement(case: Case, *, historic: bool) -> str:
    """The clock of the acknowledgement; what lies in the past and endangers nobody now waits for the day."""
    if is_in_danger_now(case) or (is_urgent(case) and not historic):
        return "acknowledge_4"
    return "acknowledge_3" if rank(case.level) >= RANKS[Level.SUSPECTED] else "acknowledge_2"
