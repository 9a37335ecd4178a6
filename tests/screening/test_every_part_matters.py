"""No part of the instrument can be taken out or shifted without a worked case turning red (./run prove instrument)."""

import pytest

from bench import prove_instrument as proof
from bench.prove_instrument import Change
from screening.rules import RULES
from tests.screening.shipped import INSTRUMENT

CASES = [*proof.cases_of(INSTRUMENT, "golden"), *proof.cases_of(INSTRUMENT, "own")]
CHANGES = list(proof.changes(INSTRUMENT))


def test_nothing_changed_turns_nothing_red() -> None:
    assert proof.red(Change("none", "nothing", INSTRUMENT), CASES) == []


@pytest.mark.parametrize("part", sorted({change.part for change in CHANGES}))
def test_every_change_of_this_part_turns_a_case_red(part: str) -> None:
    assert [change.what for change in CHANGES if change.part == part and not proof.red(change, CASES)] == []


def test_every_rule_setting_and_sign_is_among_what_is_changed() -> None:
    changed = {word for change in CHANGES for word in change.what.split()}
    assert {rule.code for rule in RULES} | {rule.find.__name__ for rule in RULES} <= changed
    assert {"at_risk_points", "suspected_points", "suspected_min_domains", "completeness_for_level_1"} <= changed
    assert {"domain_cap", "G1", "G2", *INSTRUMENT.scored} <= changed
    parts = {change.part for change in CHANGES}
    assert parts >= {
        "rule",
        "threshold",
        "cap",
        "point",
        "kind",
        "means",
        "combination",
        "floor",
        "floor_any_age",
        "tier",
    }
