"""What joins an open referral: nothing known is lost, whatever comes after it."""

from typing import Any

import pytest

from audit import clock
from referrals.content import LINE, Content
from referrals.models import Referral
from referrals.services.merging import merge

pytestmark = pytest.mark.django_db(databases="__all__")


def merged(*told: dict[str, Any]) -> Referral:
    referral = Referral()
    for fields in told:
        merge(referral, fields, at=clock.now())
    return referral


@pytest.mark.parametrize(
    ("name", "first", "then", "stands"),
    [
        ("concern_type", "sexual", "labor", "labor"),
        ("concern_type", "sexual", "unclear", "sexual"),
        ("concern_type", "", "unclear", "unclear"),
        ("venue", "hotel", "unknown", "hotel"),
        ("safe_tonight", "unknown", "no", "no"),
        ("safe_tonight", "no", "unknown", "no"),
        ("exploiter_age", "minor", "unknown", "minor"),
        ("adult_agreement", "declined", "not_asked", "declined"),
        ("adult_agreement", "declined", "yes", "yes"),
        ("suicide_risk", "yes", "no", "no"),
        ("suicide_risk", "yes", "unknown", "yes"),
        ("callback_phone", "860-555-0110", "860-555-0111", "860-555-0111"),
        ("callback_phone", "860-555-0110", "", "860-555-0110"),
        ("callback_time", "After 3", "Before 9", "Before 9"),
        ("exploiter_name", "Rex", "Max", "Max"),
        ("minor_at_risk", True, False, True),
        ("minor_at_risk", False, True, True),
        ("wants_feedback", True, False, True),
    ],
)
def test_a_code_or_line_takes_the_newest_known_value_and_a_yes_stays(
    name: str, first: Any, then: Any, stands: Any
) -> None:
    assert getattr(merged({name: first}, {name: then}), name) == stands


def test_words_are_added_under_a_date_and_the_same_words_once() -> None:
    referral = merged(
        {"how_known": "A teacher told."}, {"how_known": "A friend told."}, {"how_known": "A friend told."}
    )
    assert referral.how_known.startswith("A teacher told.\n\n")
    assert referral.how_known.count("A friend told.") == 1


def test_an_earlier_line_about_the_person_exploiting_is_kept_in_words() -> None:
    first = {"what_seen": "A car.", "exploiter_name": "Rex", "exploiter_phone": "203-555-0100"}
    referral = merged(first, {"exploiter_name": "Max", "exploiter_phone": "203-555-0100"})
    assert referral.exploiter_name == "Max"
    assert referral.what_seen.startswith("A car.\n\n")
    assert referral.what_seen.endswith("The person exploiting, until then: Rex")


def test_no_line_outgrows_its_field() -> None:
    """However often something joins."""
    lines = [field.name for field in Content._meta.local_fields if getattr(field, "longest", None) == LINE]
    assert lines
    referral = merged(*(dict.fromkeys(lines, f"{number} {'x' * 290}") for number in range(3)))
    assert all(len(getattr(referral, name)) <= LINE for name in lines)


def test_the_first_report_stands_and_what_it_left_out_is_filled_in() -> None:
    at = "2026-01-02T10:00:00-05:00"
    first, then = (
        {"police": {"at": at, "number": ""}},
        {"police": {"at": "", "number": "26-1"}, "ncmec": {"number": "9"}},
    )
    referral = merged({"reports": first}, {"reports": then})
    assert referral.reports == {"police": {"at": at, "number": "26-1"}, "ncmec": {"number": "9"}}
