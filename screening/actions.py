"""What a result asks people to do, by the conditions of the version's own actions. No Django."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from screening.instrument import ActionRule, Instrument
from screening.scoring import is_historic

IN_DANGER = ("yes", "not_sure")
# With a historic result these do not start, or start the slower one (domain.md 3.2).
WHEN_HISTORIC = {"supervisor_4": "", "forensic_window": "", "acknowledge_4": "acknowledge_3"}


class Action(NamedTuple):
    code: str
    by: str  # worker | hart
    clock: str  # a code of clocks.csv, or empty
    kind: str  # legal | proposed
    text: str
    by_answer: bool = False  # an answer asks for it, whatever the level

    @property
    def is_duty(self) -> bool:
        """What is open as a duty, and not only proposed by the level."""
        return self.kind == "legal" or self.by_answer


@dataclass(frozen=True)
class Situation:
    """All that a condition may ask about."""

    level: str
    gates: Mapping[str, str]
    duties: Collection[str]
    done: Collection[str]
    exploitation_history: bool

    def gate(self, code: str) -> str:
        return self.gates.get(code, "")

    def age(self) -> str:
        return "adult" if self.gate("G1") == "18_plus" else "minor"

    def status(self) -> tuple[str, ...]:
        status = self.gate("G3")
        return (status, "not_in_care") if status and status != "in_care" else (status,)

    def any_of(self) -> set[str]:
        """An age that is not known counts as under 13, and "not sure" as danger: unknown is never no."""
        holds = {
            "under_13": self.gate("G1") in ("under_13", "unknown", ""),
            "exploitation_history": self.exploitation_history,
            "danger": self.gate("G5") in IN_DANGER,
        }
        return {name for name, true in holds.items() if true}


# What is true for each kind of condition; a condition holds when one of the values it names is among them.
TRUTHS: Mapping[str, Callable[[Situation], Collection[str]]] = {
    "level": lambda at: (at.level,),
    "age": lambda at: (at.age(),),
    "danger": lambda at: (at.gate("G5"),),
    "missing": lambda at: (at.gate("G4"),),
    "status": Situation.status,
    "foreign_national": lambda at: (at.gate("G6") or "unknown",),
    "duty": lambda at: at.duties,
    "done": lambda at: at.done,
    "any": Situation.any_of,
}


def actions_for(
    instrument: Instrument,
    *,
    level: str,
    gates: Mapping[str, str],
    duties: Collection[str],
    done: Collection[str] = frozenset(),
    exploitation_history: bool = False,
) -> list[Action]:
    """In the order of the version's list. ``level`` is the level in force."""
    at = Situation(level, gates, duties, done, exploitation_history)
    return [_action(rule, at) for rule in instrument.actions.rules if _holds(rule, at)]


def _holds(rule: ActionRule, at: Situation) -> bool:
    return all(any(value in TRUTHS[key](at) for value in values) for key, values in rule.when.items())


def _action(rule: ActionRule, at: Situation) -> Action:
    clock = rule.clock
    if clock == "by_level":
        clock = "" if at.level == "U" else f"rescreen_{at.level}"
    starts = clock_when(clock, historic=is_historic(at.gates))
    return Action(rule.code, rule.by, starts, rule.kind, rule.text, by_answer="duty" in rule.when)


def clock_when(clock: str, *, historic: bool) -> str:
    """The clock that really starts; empty where none does."""
    return WHEN_HISTORIC.get(clock, clock) if historic else clock


def sayings(instrument: Instrument, *, caregivers_implicated: bool) -> dict[str, str]:
    """What to say now: to the young person, to a caregiver, and what to leave for the interview."""
    say = instrument.actions.say
    caregiver = "caregiver_implicated_or_unknown" if caregivers_implicated else "caregiver_not_implicated"
    return {
        "young_person": say["young_person"],
        "caregiver": say[caregiver],
        "leave_for_the_interview": say["leave_for_the_interview"],
    }
