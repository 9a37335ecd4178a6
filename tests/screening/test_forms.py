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


def test_no_help_names_another_question_by_its_code() -> None:
    """A code stands on the prompt sheet; on the screen the question itself is quoted."""
    said = [
        str(field.help_text)
        for domain in INSTRUMENT.domains
        for field in SectionForm(instrument=INSTRUMENT, domain=domain, sources=[]).fields.values()
    ]
    assert not [help_text for help_text in said if any(code in help_text for code in INSTRUMENT.indicators)]
    assert any(f"“{INSTRUMENT.indicators['XS1'].text}”" in help_text for help_text in said)
