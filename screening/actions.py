"""What a result asks people to do: the conditions of actions.yaml, evaluated. A pure function."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from screening.instrument import Instrument
from screening.scoring import is_historic

HISTORIC_STOPS = frozenset({"supervisor_4", "forensic_window"})  # domain.md 3.2: they do not start
IN_CARE = "in_care"


@dataclass(frozen=True)
class Action:
    code: str
    by: str
    clock: str  # a code of clocks.csv, or ""
    kind: str
    text: str


@dataclass(frozen=True)
class Situation:
    level: str
    gates: Mapping[str, str]
    duties: Collection[str]
    done: Collection[str]
    exploitation_history: bool

    def any_of(self, names: Collection[str]) -> bool:
        holds = {
            "under_13": self.gates.get("G1", "unknown") == "under_13",
            "exploitation_history": self.exploitation_history,
            "danger": self.gates.get("G5") in ("yes", "not_sure"),
        }
        return any(holds[name] for name in names)

    def status_is(self, values: Collection[str]) -> bool:
        status = self.gates.get("G3", "")
        return status in values or ("not_in_care" in values and status != IN_CARE)


CONDITIONS: dict[str, Callable[[Situation, list[str]], bool]] = {
    "age": lambda case, values: ("adult" if case.gates.get("G1") == "18_plus" else "minor") in values,
    "danger": lambda case, values: case.gates.get("G5", "") in values,
    "missing": lambda case, values: case.gates.get("G4", "") in values,
    "status": Situation.status_is,
    "foreign_national": lambda case, values: case.gates.get("G6", "unknown") in values,
    "done": lambda case, values: any(value in case.done for value in values),
    "level": lambda case, values: case.level in values,
    "duty": lambda case, values: any(value in case.duties for value in values),
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
    """In the order of the data file. ``level`` is the level in force; an unknown gate counts as its worst value."""
    case = Situation(level, gates, duties, done, exploitation_history)
    historic = is_historic(gates)
    found = []
    for entry in instrument.actions:
        if not all(CONDITIONS[name](case, as_list(value)) for name, value in entry["when"].items()):
            continue
        clock = clock_of(entry, level)
        if not (historic and clock in HISTORIC_STOPS):
            found.append(Action(entry["code"], entry["by"], clock, entry["kind"], entry["text"]))
    return found


def clock_of(entry: Mapping[str, Any], level: str) -> str:
    clock = str(entry.get("clock", ""))
    if clock == "by_level":
        return "" if level == "U" else f"rescreen_{level}"
    return clock


def as_list(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def sayings(instrument: Instrument, *, caregivers_implicated: bool) -> dict[str, str]:
    """What to say now; an unknown caregiver is handled as an implicated one."""
    say = instrument.say
    caregiver = say["caregiver_implicated_or_unknown" if caregivers_implicated else "caregiver_not_implicated"]
    return {
        "young_person": say["young_person"],
        "caregiver": caregiver,
        "leave_for_the_interview": say["leave_for_the_interview"],
    }
