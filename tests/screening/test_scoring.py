"""The level and its reasons: worked cases, each rule's words, what is unknown and what it could still change."""

import time
from collections.abc import Mapping

import pytest

from screening import explain, scoring
from screening.cases import Case
from screening.facts import Facts
from screening.rules import RULES, judge
from screening.scoring import Band, score
from tests.screening.shipped import ADULT, INSTRUMENT, MINOR, all_answered, cases

LEVELS = ("1", "2", "3", "4", "U")


@pytest.mark.parametrize("case", cases("golden"), ids=lambda case: case.name)
def test_a_golden_case_agrees(case: Case) -> None:
    assert score(INSTRUMENT, case.answers, case.gates).level == case.expected


@pytest.mark.parametrize("case", cases("own"), ids=lambda case: case.name)
def test_one_of_our_own_cases_agrees(case: Case) -> None:
    assert score(INSTRUMENT, case.answers, case.gates).level == case.expected


def test_there_are_seventy_seven_golden_cases() -> None:
    assert len(cases("golden")) == 77


# --- Why -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "gates", "fired"),
    [
        ({"XS1": "clear"}, MINOR, [("R1", "4", ("XS1",))]),
        ({"XS1": "clear", "RC3": "clear"}, ADULT, [("R2", "4", ("XS1", "RC3")), ("R3", "3", ("XS1", "RC3")), ("R8", "2", ("RC3",))]),
        ({"XL1": "clear", "XL2": "clear"}, MINOR, [("R2L", "4", ("XL1", "XL2")), ("R8", "2", ("XL2",))]),
        ({"XS2": "possible"}, MINOR, [("R3", "3", ("XS2",))]),
        ({"XL1": "clear"}, MINOR, [("R4", "3", ("XL1",))]),
        ({"XL1": "possible"}, MINOR, [("R4", "2", ("XL1",))]),
        ({"XL1": "possible", "XL2": "possible"}, MINOR, [("R4", "3", ("XL1", "XL2"))]),
        ({"MH1": "clear", "HC2": "clear"}, MINOR, [("R5", "3", ("MH1", "HC2")), ("R8", "2", ("MH1", "HC2")), ("R8", "2", ("MH1", "HC2"))]),
        ({"XL3": "clear"}, MINOR, [("R6", "3", ("XL3",)), ("R8", "2", ("XL3",))]),
        ({"OT4": "possible", "MH2": "possible"}, MINOR, [("R6", "3", ("MH2", "OT4"))]),
        ({"MB2": "possible"}, {"G1": "under_13"}, [("R7", "3", ("MB2",))]),
        ({"MB2": "possible", "MB3": "possible"}, MINOR, [("R8", "2", ("MB2", "MB3"))]),
        ({"XS1": "possible"}, ADULT, [("R8", "2", ("XS1",))]),
        ({}, MINOR, [("R9", "1", ())]),
        ({"XS3": "unknown"}, MINOR, [("R10", "U", ("XS3",))]),
        ({"OT1": "clear"}, ADULT, [("R6", "3", ("OT1",)), ("R8", "2", ("OT1",)), ("R11", "2", ())]),
        ({"XS4": "clear"}, ADULT, [("R11", "3", ("XS4",)), ("R8", "2", ("XS4",))]),
    ],
)  # fmt: skip
def test_every_rule_that_fired_is_named_with_its_items(
    answers: Mapping[str, str], gates: Mapping[str, str], fired: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    found = score(INSTRUMENT, all_answered("none", **answers), gates).fired
    assert [(one.rule, one.level, one.items) for one in found] == fired


def test_every_rule_of_the_table_fires_somewhere_in_the_cases_and_says_why() -> None:
    all_cases = [*cases("golden"), *cases("own")]
    found = [one for case in all_cases for one in score(INSTRUMENT, case.answers, case.gates).fired]
    assert {one.rule for one in found} == {rule.code for rule in RULES}
    assert all(one.why.endswith(".") and one.why[0] == one.why[0].upper() for one in found)


def test_the_why_of_a_combination_is_the_instruments_own() -> None:
    found = score(INSTRUMENT, all_answered("none", OT1="possible", OT4="possible"), MINOR)
    assert found.fired[0].why == "Asked for images or a meeting, and paid."


def test_not_enough_information_names_both_of_its_reasons() -> None:
    found = score(INSTRUMENT, {}, MINOR)
    assert [(one.rule, len(one.items)) for one in found.fired] == [("R10", 5), ("R10", 43)]


@pytest.mark.parametrize(
    ("answers", "capped"),
    [({"OT1": "clear"}, True), ({"XS4": "clear", "OT1": "clear"}, False), ({"MH1": "clear"}, False), ({}, False)],
)
def test_a_level_held_down_for_an_adult_says_so(answers: dict[str, str], capped: bool) -> None:
    found = score(INSTRUMENT, all_answered("none", **answers), ADULT)
    assert (found.fired[0].level > found.level) is capped


def test_points_are_held_down_to_the_cap_of_each_domain() -> None:
    answers = all_answered("none", MH1="clear", MH2="clear", MH3="clear", EP1="possible", XS1="clear", CX1="clear")
    assert score(INSTRUMENT, answers, MINOR).points == {"MH": 8, "EP": 1}


# --- What is not known -----------------------------------------------------------------------------------------


def test_an_answer_that_is_missing_is_not_known() -> None:
    none_given = score(INSTRUMENT, {}, MINOR)
    assert none_given == score(INSTRUMENT, all_answered("unknown"), MINOR)
    assert none_given.unknown == tuple(INSTRUMENT.scored)
    assert none_given.known_share == 0


def test_a_gate_that_is_missing_is_not_known() -> None:
    answers = all_answered("none", MB2="possible")
    assert score(INSTRUMENT, answers, {}).level == score(INSTRUMENT, answers, {"G1": "unknown"}).level == "3"
    told = all_answered("none", XS1="clear")
    assert (
        score(INSTRUMENT, told, {"G1": "18_plus"}).level
        == score(INSTRUMENT, told, {"G1": "18_plus", "G2": ""}).level
        == "4"
    )


def test_a_beginning_is_asked_only_of_adults() -> None:
    assert score(INSTRUMENT, all_answered("none", XS1="clear"), {"G1": "13_17", "G2": "no"}).level == "4"


@pytest.mark.parametrize(
    ("answers", "gates"),
    [
        ({"MH1": "maybe"}, MINOR),
        ({"XS1": "CLEAR"}, MINOR),
        ({}, {"G1": "17"}),
        ({}, {"G1": "18_plus", "G2": "perhaps"}),
    ],
)
def test_an_answer_or_a_gate_that_does_not_exist_is_an_error(answers: dict[str, str], gates: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is not one of"):
        score(INSTRUMENT, answers, gates)


@pytest.mark.parametrize(
    ("answers", "gates", "held", "all_open"),
    [
        (all_answered("none"), MINOR, Band("1", "1"), Band("1", "1")),
        (all_answered("unknown"), MINOR, Band("U", "3"), Band("1", "4")),
        (all_answered("unknown"), ADULT, Band("U", "3"), Band("1", "4")),
        (all_answered("unknown", XS1="clear"), MINOR, Band("4", "4"), Band("4", "4")),
        (all_answered("none", XS1="unknown"), MINOR, Band("U", "U"), Band("1", "4")),
        (all_answered("none", MH1="unknown"), MINOR, Band("1", "2"), Band("1", "2")),
        (all_answered("none", MH1="clear", MH2="unknown", XL1="unknown"), MINOR, Band("2", "2"), Band("2", "3")),
        (all_answered("none", OT1="clear", RC3="unknown"), ADULT, Band("2", "3"), Band("2", "3")),
    ],
)
def test_the_bands_say_between_what_the_level_would_lie(
    answers: dict[str, str], gates: dict[str, str], held: Band, all_open: Band
) -> None:
    assert score(INSTRUMENT, answers, gates).bands == (held, all_open)


def unknown_besides(*known: str, **others: str) -> dict[str, str]:
    return all_answered("unknown", **dict.fromkeys(known, "none"), **others)


@pytest.mark.parametrize(
    ("answers", "gates", "raisers"),
    [
        # From 1: a strong sign alone reaches 2; three points more would be needed from contributing ones.
        (all_answered("none", MH1="unknown", MH3="unknown"), MINOR, [("MH1",)]),
        # From U as from 1: the determinative one first, since it lifts furthest; the contributing one lifts nothing.
        (all_answered("none", MH1="unknown", MH3="unknown", XS1="unknown"), MINOR, [("XS1",), ("MH1",)]),
        (all_answered("none", MH1="unknown", OT1="unknown", XS1="unknown"), MINOR, [("XS1",), ("OT1",), ("MH1",)]),
        # From 2: one more strong sign in another domain reaches 3, one in the same domain does not.
        (all_answered("none", MH1="clear", MH2="unknown", MB2="unknown"), MINOR, [("MB2",)]),
        # No one alone: the smallest pair that does it.
        (all_answered("none", MB1="clear", MH3="unknown", EP3="unknown"), MINOR, [("EP3", "MH3")]),
        (all_answered("none", OT1="clear", XL1="unknown", RC3="unknown"), MINOR, [("RC3", "XL1")]),
        # Nothing that is unknown can raise it.
        (all_answered("none", MH3="unknown", EP3="unknown"), MINOR, []),
        (all_answered("unknown", XS1="clear"), MINOR, []),
        # An adult who is held down is let go by a means item.
        (all_answered("none", OT1="clear", RC3="unknown", MB2="unknown"), ADULT, [("RC3",)]),
    ],
)
def test_what_would_raise_the_level(
    answers: dict[str, str], gates: dict[str, str], raisers: list[tuple[str, ...]]
) -> None:
    found = score(INSTRUMENT, answers, gates).raisers
    assert sorted(tuple(sorted(codes)) for codes in found) == sorted(raisers)
    assert [len(codes) for codes in found] == [len(codes) for codes in raisers]


def test_what_lifts_furthest_comes_first() -> None:
    found = score(INSTRUMENT, unknown_besides("XS2", "XS3", "XS4"), MINOR).raisers
    assert found[0] == ("XS1",)
    reached = [
        score(INSTRUMENT, unknown_besides("XS2", "XS3", "XS4", **{codes[0]: "clear"}), MINOR).level for codes in found
    ]
    assert reached == sorted(reached, reverse=True)


def test_of_pairs_at_most_five_are_named_and_the_least_that_would_do_comes_first() -> None:
    answers = all_answered("none", MB1="clear", **dict.fromkeys(("MH3", "EP3", "EP4", "HC1", "PH1", "HP3"), "unknown"))
    found = score(INSTRUMENT, answers, MINOR).raisers
    assert [len(codes) for codes in found] == [2, 2, 2, 2, 2]
    assert all(INSTRUMENT.indicators[code].tier == "contributing" for codes in found for code in codes)


@pytest.mark.parametrize(
    ("code", "implicated", "sources"),
    [
        ("EP3", False, ("school", "placement_staff", "caregiver", "health")),
        ("EP3", True, ("school", "placement_staff", "health")),
        ("HC5", False, ("worker_observation", "case_record", "school", "other_agency")),
        ("XS1", True, ("police", "other_agency", "case_record", "online_material")),
    ],
)
def test_who_could_know_is_told_and_never_an_implicated_caregiver(
    code: str, implicated: bool, sources: tuple[str, ...]
) -> None:
    assert explain.who_could_know(INSTRUMENT, code, caregivers_implicated=implicated) == sources


def test_each_scored_indicator_has_somebody_who_could_know_and_it_is_never_the_young_person() -> None:
    for code in INSTRUMENT.scored:
        found = explain.who_could_know(INSTRUMENT, code)
        assert found
        assert set(found) <= set(INSTRUMENT.source_types) - {"own_words", "caregiver"}


# --- Level in force, duties, historic --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("computed", "raised", "in_force"),
    [
        ("1", "", "1"),
        ("1", "3", "3"),
        ("3", "2", "3"),
        ("3", "3", "3"),
        ("4", "1", "4"),
        ("U", "", "U"),
        ("U", "2", "2"),
        ("U", "4", "4"),
        ("U", "1", "U"),
        ("2", "U", "2"),
    ],
)
def test_the_level_in_force_is_the_higher_and_a_raise_may_leave_not_enough(
    computed: str, raised: str, in_force: str
) -> None:
    assert scoring.level_in_force(computed, raised) == in_force


@pytest.mark.parametrize(
    ("answers", "duties"),
    [
        ({}, set()),
        ({"EP1": "possible"}, {"suicide_safety"}),
        ({"EP1": "clear"}, {"suicide_safety"}),
        ({"EP1": "unknown"}, set()),
        ({"PH1": "possible"}, {"reasonable_cause_if_new"}),
        ({"HP1": "possible", "XL1": "possible"}, {"reasonable_cause"}),
        ({"RC2": "possible", "OT1": "clear"}, {"emergency_panel", "police_or_cybertipline"}),
        ({"XS3": "possible"}, {"action_panel"}),
    ],
)
def test_a_duty_starts_from_the_answer_whatever_the_level(answers: dict[str, str], duties: set[str]) -> None:
    assert scoring.duties(INSTRUMENT, answers) == duties


@pytest.mark.parametrize("danger", ["yes", "not_sure", "no", ""])
@pytest.mark.parametrize("last", ["now", "within_90_days", "earlier", "unknown", ""])
def test_a_result_is_historic_only_when_it_was_earlier_and_nobody_is_in_danger(last: str, danger: str) -> None:
    assert scoring.is_historic({"G7": last, "G5": danger}) is (last == "earlier" and danger == "no")


def test_the_order_of_concern() -> None:
    assert [scoring.concern(level) for level in LEVELS] == [1, 2, 3, 4, 1]


# --- Fast enough for every page --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "gates"),
    [
        (all_answered("unknown"), MINOR),
        (all_answered("unknown", **dict.fromkeys(INSTRUMENT.sexual, "none"), OT1="clear"), MINOR),
    ],
    ids=["nothing known", "every pair tried"],
)
def test_a_score_with_its_explanation_takes_under_fifty_milliseconds(
    answers: dict[str, str], gates: dict[str, str]
) -> None:
    times = []
    for _ in range(10):
        begin = time.process_time()
        score(INSTRUMENT, answers, gates)
        times.append(time.process_time() - begin)
    assert min(times) < 0.05


def test_judging_looks_only_at_facts() -> None:
    facts = Facts.of(INSTRUMENT, {"MH1": "clear"}, MINOR)
    assert judge(facts) == judge(facts.supposing([], "clear"))
