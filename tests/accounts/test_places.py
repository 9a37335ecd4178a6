"""Six regions, fourteen offices, 169 towns and HART's own office, from one file."""

import collections

import pytest

from accounts.models import Office, Region, Town
from accounts.places import CENTRAL, load_places, read

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def loaded() -> None:
    load_places()


def test_the_whole_state_is_there() -> None:
    assert Region.objects.count() == 6
    assert Office.objects.area().count() == 14
    assert Town.objects.count() == 169


def test_the_central_office_belongs_to_no_region_and_serves_no_town() -> None:
    central = Office.objects.central()
    assert (central.name, central.region, central.towns.count()) == (CENTRAL, None, 0)


def test_every_town_stands_where_the_file_says() -> None:
    found = set(Town.objects.values_list("office__region__number", "office__name", "name"))
    assert found == set(read())


def test_no_town_is_named_twice_and_no_office_spans_two_regions() -> None:
    assert max(collections.Counter(row.town for row in read()).values()) == 1
    assert len({row.office for row in read()}) == len({(row.office, row.region) for row in read()})


def test_loading_again_changes_nothing() -> None:
    before = set(Town.objects.values_list("pk", "office_id")), set(Office.objects.values_list("pk", "name"))
    load_places()
    after = set(Town.objects.values_list("pk", "office_id")), set(Office.objects.values_list("pk", "name"))
    assert after == before


def test_what_an_administrator_has_changed_stays_when_the_file_is_loaded_again() -> None:
    hartford = Office.objects.get(name="Hartford")
    Town.objects.filter(name="Norwalk").update(office=hartford)
    Office.objects.filter(pk=hartford.pk).update(phone="860-555-0100")
    load_places()
    assert Town.objects.get(name="Norwalk").office.name == "Hartford"
    assert Office.objects.get(name="Hartford").phone == "860-555-0100"
