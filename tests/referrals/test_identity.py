"""Who is named to HART: the whole table, one line for each thing that names a young adult."""

from dataclasses import replace

import pytest

from referrals.identity import Said, is_withheld

DECLINED = Said(
    is_adult=True, agreement="declined", danger="no", safe_tonight="yes", missing_now=False, minor_at_risk=False
)


@pytest.mark.parametrize(
    "said",
    [
        DECLINED,
        replace(DECLINED, agreement="not_asked"),
        replace(DECLINED, agreement=""),
        replace(DECLINED, danger=""),
        replace(DECLINED, safe_tonight="unknown"),
        replace(DECLINED, safe_tonight=""),
    ],
)
def test_a_young_adult_who_did_not_agree_stays_unnamed(said: Said) -> None:
    assert is_withheld(said)


@pytest.mark.parametrize(
    "said",
    [
        replace(DECLINED, is_adult=False),
        replace(DECLINED, agreement="yes"),
        replace(DECLINED, danger="yes"),
        replace(DECLINED, danger="not_sure"),
        replace(DECLINED, safe_tonight="no"),
        replace(DECLINED, missing_now=True),
        replace(DECLINED, minor_at_risk=True),
    ],
)
def test_a_minor_agreement_danger_or_a_minor_at_risk_names(said: Said) -> None:
    assert not is_withheld(said)
