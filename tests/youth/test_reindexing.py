"""Profiles from before a change of the index are found as new ones are, batch by batch."""

import datetime as dt
import io

import pytest
from django.core.management import call_command

from tests.youth.conftest import MakeYouth
from vault import blind, keys
from youth import blind_index
from youth.blind_index import Kind, Terms
from youth.models import SearchToken, Youth
from youth.services import reindexing

pytestmark = pytest.mark.django_db(databases="__all__")
BORN = dt.date(2011, 3, 9)
NEW_KINDS = (Kind.SOUND, Kind.FULL_NAME)


@pytest.fixture
def old_ones(make_youth: MakeYouth) -> list[Youth]:
    """As they were indexed before sounds and nicknames were, and with a token of nothing they say now."""
    youths = sorted((make_youth(birth_date=BORN) for _number in range(3)), key=lambda youth: youth.pk)
    SearchToken.objects.filter(kind__in=NEW_KINDS).delete()
    for youth in youths:
        mac = blind.token(Kind.NAME_PART, "formerly")
        SearchToken.objects.create(kind=Kind.NAME_PART, mac=mac, owner_kind=blind_index.OWNER, owner=youth.pk)
    return youths


def found(name: str) -> set[Youth]:
    return set(Youth.objects.filter(blind_index.matching(Terms(name=name, birth_date=BORN))))


def test_who_was_indexed_before_is_found_by_sound_and_by_nothing_they_no_longer_say(old_ones: list[Youth]) -> None:
    assert not found("Maia")
    reindexing.reindex_batch(size=10)
    assert found("Maia") == set(old_ones)
    assert not found("Formerly")


def test_interrupted_it_goes_on_where_it_stopped(old_ones: list[Youth]) -> None:
    first = reindexing.reindex_batch(size=2)
    assert (first.looked_at, first.last) == (2, old_ones[1].pk)
    assert found("Maia") == set(old_ones[:2])
    assert reindexing.reindex_batch(after=first.last, size=2).looked_at == 1
    assert found("Maia") == set(old_ones)


def test_a_second_run_writes_nothing(old_ones: list[Youth]) -> None:
    reindexing.reindex_batch(size=10)
    before = set(SearchToken.objects.values_list("pk", flat=True))
    reindexing.reindex_batch(size=10)
    assert set(SearchToken.objects.values_list("pk", flat=True)) == before


def test_a_profile_whose_key_was_destroyed_is_left_out_and_stops_nobody(old_ones: list[Youth]) -> None:
    keys.destroy(old_ones[0].pk)
    batch = reindexing.reindex_batch(size=10)
    assert (batch.looked_at, batch.unreadable) == (3, 1)
    assert found("Maia") == set(old_ones[1:])


def test_the_command_prints_how_far_it_came(old_ones: list[Youth]) -> None:
    said = io.StringIO()
    call_command("reindex_search", "--batch=2", stdout=said)
    assert f"2 profiles; to go on from here: --after {old_ones[1].pk}" in said.getvalue()
    assert "3 profiles indexed, 0 without a key left out." in said.getvalue()
    assert found("Maia") == set(old_ones)
