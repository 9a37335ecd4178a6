"""One invented case, and what was done about it. No Django, no database."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

ALL_MOVES = 99
LOWER = "2"  # what the answers come to where a person raised the level


@dataclass(frozen=True)
class Act:
    """One move of HART's or of the referrer's, or a step beside the moves: a screening, what came of a service."""

    at: dt.datetime
    move: str
    words: str = ""
    choice: str = ""


@dataclass(frozen=True)
class Case:
    first: str
    last: str
    age: int
    gender: str
    race: tuple[str, ...]
    living: str
    office: str
    missing: bool
    source: str
    concern: str
    recruitment: str
    level: str
    sent_at: dt.datetime
    chance: int  # for what the plan leaves open
    most_moves: int = ALL_MOVES
    acts: Sequence[Act] = field(default_factory=tuple)
    raised: bool = False  # to its level, by the person who signed
    outside: bool = False  # somebody else told HART; the screening came after
    void: bool = False  # signed for the wrong person, and taken back
    again: "Case | None" = None  # the same young person, later

    @property
    def key(self) -> uuid.UUID:
        """Of its referral: what was told is not told again."""
        return uuid.UUID(int=self.chance)

    @property
    def is_latest(self) -> bool:
        return self.most_moves != ALL_MOVES

    @property
    def computed(self) -> str:
        """The level that its answers come to."""
        return LOWER if self.raised else self.level

    @property
    def determination(self) -> str:
        return next((act.choice for act in self.acts if act.move == "determine"), "")
