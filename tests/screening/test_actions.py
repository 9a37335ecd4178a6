"""Which actions a situation asks for: each against its meaning in words, over every combination of gates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import product

import pytest

from screening.actions import Action, actions_for, clock_when, sayings
from tests.screening.shipped import INSTRUMENT


@dataclass(frozen=True)
class At:
    level: str = "1"
    age: str = "13_17"
    status: str = "open_case_at_home"
    missing: str = "not_missing"
    danger: str = "no"
    foreign: str = ""
    duties: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
    history: bool = False
    last: str = "unknown"

    @property
    def is_minor(self) -> bool:
        return self.age != "18_plus"

    @property
    def is_missing(self) -> bool:
        return self.missing == "missing_now"

    @property
    def gates(self) -> dict[str, str]:
        gates = {"G1": self.age, "G3": self.status, "G4": self.missing, "G5": self.danger, "G7": self.last}
        return {**gates, "G6": self.foreign} if self.foreign else gates


def found(at: At) -> dict[str, Action]:
    actions = actions_for(
        INSTRUMENT, level=at.level, gates=at.gates, duties=at.duties, done=at.done, exploitation_history=at.history
    )
    return {action.code: action for action in actions}


# What each action's condition means, said a second time and not read from the file.
MEANING: Mapping[str, Callable[[At], bool]] = {
    "call_911": lambda at: at.danger != "no",
    "stop_asking": lambda at: at.level == "4",
    "supervisor_call": lambda at: at.level == "4",
    "careline": lambda at: at.is_minor and at.level in "34",
    "reasonable_cause": lambda at: at.is_minor and bool(at.duties & {"reasonable_cause", "reasonable_cause_if_new"}),
    "adult_duty": lambda at: not at.is_minor and at.level in "34",
    "adult_agreement": lambda at: not at.is_minor and at.level in "234",
    "written_report": lambda at: "careline" in at.done,
    "police_identified": lambda at: at.is_minor and at.level == "4",
    "police_now": lambda at: (
        at.is_minor and at.is_missing and (at.age in ("under_13", "unknown") or at.history or at.danger != "no")
    ),
    "police_missing": lambda at: at.is_minor and at.is_missing and at.status == "in_care",
    "ncmec_missing": lambda at: at.is_minor and at.is_missing and at.status == "in_care",
    "caregiver_reported": lambda at: at.is_minor and at.is_missing and at.status != "in_care",
    "otip": lambda at: at.is_minor and at.level in "34" and at.foreign != "no",
    "hart_referral": lambda at: at.level in "34",
    "hart_consult": lambda at: at.level in "2U",
    "identified_decision": lambda at: at.is_minor and at.level == "3",
    "mdt_request": lambda at: at.level == "4",
    "mdt_meeting": lambda at: at.level == "3",
    "rapid_response": lambda at: at.level in "34",
    "image_report": lambda at: "police_or_cybertipline" in at.duties,
    "suicide_safety": lambda at: "suicide_safety" in at.duties,
    "emergency_panel": lambda at: "emergency_panel" in at.duties,
    "health": lambda at: at.level in "34",
    "safety_plan_now": lambda at: at.level == "4",
    "safety_plan": lambda at: at.level == "3",
    "attorney": lambda at: at.is_minor and at.level in "34" and at.status == "in_care",
    "told_young_person": lambda at: at.level in "234U",
    "fill_unknowns_missing": lambda at: at.level == "U" and at.missing != "not_missing",
    "fill_unknowns": lambda at: at.level == "U" and at.missing == "not_missing",
    "plan_and_prevent": lambda at: at.level == "2",
    "rescreen": lambda at: at.level in "1234",
}
DUTIES = sorted({duty for indicator in INSTRUMENT.scored.values() for duty in indicator.always})


def situations() -> list[At]:
    gates = (INSTRUMENT.gate(code).values for code in ("G1", "G3", "G4", "G5"))
    return [
        At(level, age, status, missing, danger, foreign, history=history)
        for level, age, status, missing, danger, foreign, history in product(
            "1234U", *gates, ("", "yes", "no", "unknown"), (True, False)
        )
    ]


def test_every_action_has_a_meaning_here() -> None:
    assert list(MEANING) == [rule.code for rule in INSTRUMENT.actions.rules]


def test_over_every_combination_of_gates_and_levels_exactly_the_meant_actions_are_asked_for() -> None:
    for at in situations():
        assert set(found(at)) == {code for code, holds in MEANING.items() if holds(at)}, at


@pytest.mark.parametrize("age", ["13_17", "18_plus", "unknown"])
@pytest.mark.parametrize("duty", DUTIES)
def test_a_duty_asks_for_its_own_action_at_every_level(duty: str, age: str) -> None:
    for level in "1234U":
        at = At(level=level, age=age, duties=frozenset({duty}))
        assert set(found(at)) == {code for code, holds in MEANING.items() if holds(at)}
        without = replace(at, duties=frozenset())
        assert len(found(at)) - len(found(without)) == (0 if duty == "action_panel" or is_adults_own(duty, age) else 1)


def is_adults_own(duty: str, age: str) -> bool:
    """Over 18 no report starts by itself."""
    return age == "18_plus" and duty.startswith("reasonable_cause")


def test_the_written_report_follows_the_report_to_the_careline() -> None:
    assert "written_report" not in found(At(level="4"))
    assert found(At(level="4", done=frozenset({"careline"})))["written_report"].clock == "written_report"


@pytest.mark.parametrize(
    ("level", "clock"), [("1", "rescreen_1"), ("2", "rescreen_2"), ("3", "rescreen_3"), ("4", "rescreen_4")]
)
def test_the_next_screening_is_due_by_level(level: str, clock: str) -> None:
    assert found(At(level=level))["rescreen"].clock == clock


def test_not_enough_information_is_completed_and_not_screened_again() -> None:
    assert found(At(level="U"))["fill_unknowns"].clock == "complete_unknown"
    back = At(level="U", missing="returned_within_7_days")
    assert found(back)["fill_unknowns_missing"].clock == "complete_unknown_missing"
    assert "rescreen" not in found(back)


@pytest.mark.parametrize(
    ("last", "danger", "supervisor", "health"),
    [
        ("earlier", "no", "", ""),
        ("earlier", "not_sure", "supervisor_4", "forensic_window"),
        ("earlier", "yes", "supervisor_4", "forensic_window"),
        ("within_90_days", "no", "supervisor_4", "forensic_window"),
        ("unknown", "no", "supervisor_4", "forensic_window"),
        ("", "no", "supervisor_4", "forensic_window"),
    ],
)
def test_what_is_past_asks_the_same_without_its_hurry(last: str, danger: str, supervisor: str, health: str) -> None:
    actions = found(At(level="4", last=last, danger=danger))
    assert actions["supervisor_call"].clock == supervisor
    assert actions["health"].clock == health
    assert actions["careline"].clock == "careline_report"
    assert actions["police_identified"].clock == "police_identified"


@pytest.mark.parametrize(
    ("clock", "historic", "starts"),
    [
        ("acknowledge_4", True, "acknowledge_3"),
        ("acknowledge_4", False, "acknowledge_4"),
        ("acknowledge_3", True, "acknowledge_3"),
        ("supervisor_4", True, ""),
        ("careline_report", True, "careline_report"),
        ("", True, ""),
    ],
)
def test_a_clock_of_something_past(clock: str, historic: bool, starts: str) -> None:
    assert clock_when(clock, historic=historic) == starts


def test_each_action_says_who_does_it_and_whether_the_law_asks_it() -> None:
    actions = found(At(level="4", foreign="unknown"))
    assert {action.by for action in actions.values()} == {"worker", "hart"}
    assert (actions["careline"].kind, actions["supervisor_call"].kind) == ("legal", "proposed")
    assert actions["careline"].text.startswith("Report to the Careline, 1-800-842-2288")


@pytest.mark.parametrize(
    ("implicated", "words"), [(True, "Say nothing about the concern"), (False, "We are worried about their safety")]
)
def test_what_to_say_to_a_caregiver_depends_on_whether_one_is_implicated(implicated: bool, words: str) -> None:
    said = sayings(INSTRUMENT, caregivers_implicated=implicated)
    assert list(said) == ["young_person", "caregiver", "leave_for_the_interview"]
    assert said["caregiver"].startswith(words)
