"""What a section's form makes of what a script says."""

import pytest

from screening.forms import SectionForm
from tests.screening.shipped import INSTRUMENT

DOMAIN = INSTRUMENT.domains[0]
CODE = DOMAIN.indicators[0].code


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (CODE, True),
        (f"{CODE}_note", True),
        (f"{CODE}_sources", True),
        (f"{CODE}_2", True),
        (f"{CODE}_sources_10", True),
        ("new-who", True),
        ("new-information_date_year", True),
        ("", True),
        ("Zuleika Canary", False),
        (f"{CODE}_other", False),
        ("new-other", False),
        ("new-who_knows", False),
    ],
)
def test_the_place_to_come_back_to_is_a_field_of_this_page_or_none(said: str, kept: bool) -> None:
    form = SectionForm({"seen": "0", "field": said}, instrument=INSTRUMENT, domain=DOMAIN, sources=[])
    assert form.is_valid()
    assert form.cleaned_data["field"] == (said if kept else "")
