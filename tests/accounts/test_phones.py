"""What was typed as a number to call, and the address it becomes."""

import pytest

from accounts.templatetags.phones import tel


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("860-555-0110", "tel:8605550110"),
        ("(860) 555-0110", "tel:8605550110"),
        ("+1 860 555 0110", "tel:+18605550110"),
        ("860.555.0110, ext. 5", "tel:8605550110"),
        ("after 3: 860-555-0110 or 203-555-0100", "tel:8605550110"),
        ("911", "tel:911"),
        ("ask the front desk", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_only_the_digits_of_the_first_number_are_dialled(typed: str, address: str) -> None:
    assert tel(typed) == address
