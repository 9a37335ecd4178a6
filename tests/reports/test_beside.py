"""Return screens never stand without what nobody knew in them: one that was left empty is in time as well."""

import pytest
from django.urls import reverse

from reports import definitions, publishing
from reports.measures import BESIDE, BY_CODE
from reports.parts import GLANCE, PARTS
from tests.referrals.browsing import as_
from tests.referrals.story import cast, sent
from tests.reports.worked import this_quarter


@pytest.mark.parametrize(("code", "other"), BESIDE.items())
def test_wherever_a_measure_stands_the_other_stands_with_it(code: str, other: str) -> None:
    pages = [part.codes for part in (GLANCE, *PARTS)]
    reports = [one.codes for one in definitions.current()]
    for codes in (*pages, *reports, publishing.SHARES, publishing.PARTITIONS, tuple(publishing.BELOW)):
        assert code not in codes or codes.index(other) == codes.index(code) + 1, codes


@pytest.mark.django_db(databases="__all__")
def test_over_time_the_other_stands_below() -> None:
    people = cast()
    sent(people, "3")
    address = reverse("reports:figures-trend", args=[this_quarter().slug])
    for code, other in BESIDE.items():
        page = as_(people.lead).get(address, {"measure": code}).content.decode()
        assert f"<h2>{BY_CODE[other].label}</h2>" in page
        assert page.count("<table") == 2
    assert as_(people.lead).get(address, {"measure": "level"}).content.decode().count("<table") == 1
