"""Young people's data keys: made before the row, destroyed for good, wrapped anew without losing one."""

import os
import signal
import subprocess
import sys
import uuid
from typing import Any

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections, transaction

from tests.referrals import story
from tests.referrals.story import Cast
from tests.sources import ROOT
from tests.vault.conftest import ring_key
from vault import DamagedData, keys, ring
from vault.keys import KeyMissing
from vault.models import DataKey
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def stored_keys() -> set[uuid.UUID]:
    """As another connection sees them: committed."""
    with psycopg2.connect(os.environ["KEYS_URL"]) as line, line.cursor() as cursor:
        cursor.execute("SELECT owner FROM vault_datakey WHERE wrapped IS NOT NULL")
        return {uuid.UUID(str(owner)) for (owner,) in cursor.fetchall()}


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_the_key_is_committed_before_the_profile() -> None:
    people = story.cast()
    with transaction.atomic():
        youth = story.young_person(people)
        assert youth.pk in stored_keys()
        transaction.set_rollback(True)
    assert not Youth.objects.filter(pk=youth.pk).exists()
    assert youth.pk in stored_keys()  # one key too many opens nothing; one too few would lose a person


def test_the_keys_of_many_are_opened_in_one_query_and_forgotten_with_the_request(
    people: Cast, django_assert_num_queries: Any
) -> None:
    pks = [story.young_person(people).pk for _number in range(3)]
    with keys.opened(), django_assert_num_queries(1, using="keys"):
        keys.unlock([*pks, None])
        assert [youth.legal_first for youth in Youth.objects.filter(pk__in=pks)] == ["Zephyrine"] * 3
    with keys.opened(), django_assert_num_queries(1, using="keys"):
        keys.key_of(pks[0])
        keys.key_of(pks[0])


def test_a_destroyed_key_leaves_nothing_to_read(people: Cast) -> None:
    youth, other = story.young_person(people), story.young_person(people)
    keys.destroy(youth.pk)
    with keys.opened():
        for name in ("legal_first", "legal_last", "birth_date", "safe_contact"):
            with pytest.raises(KeyMissing) as found:
                getattr(Youth.objects.get(pk=youth.pk), name)
            assert str(found.value) == ""
        assert Youth.objects.get(pk=other.pk).legal_first == "Zephyrine"
    row = DataKey.objects.get(owner=youth.pk)
    assert row.wrapped is None
    assert row.destroyed_at is not None


def test_a_key_made_again_does_not_open_what_the_destroyed_one_sealed(people: Cast) -> None:
    youth = story.young_person(people)
    keys.destroy(youth.pk)
    DataKey.objects.filter(owner=youth.pk).delete()
    with keys.opened():
        keys.create(youth.pk)
        with pytest.raises(DamagedData):
            Youth.objects.get(pk=youth.pk).legal_first  # noqa: B018


def test_a_wrapped_key_opens_for_its_owner_alone(people: Cast) -> None:
    one, other = story.young_person(people), story.young_person(people)
    stolen = DataKey.objects.get(owner=one.pk)
    DataKey.objects.filter(owner=other.pk).update(wrapped=stolen.wrapped, key_id=stolen.key_id)
    with keys.opened(), pytest.raises(DamagedData):
        keys.key_of(other.pk)


# --- Wrapping anew -------------------------------------------------------------------------------------------


def names_of(pks: list[uuid.UUID]) -> set[str]:
    with keys.opened():
        return {Youth.objects.get(pk=pk).legal_first for pk in pks}


def on(key_id: str) -> int:
    return DataKey.objects.filter(key_id=key_id, wrapped__isnull=False).count()


def test_wrapping_anew_goes_on_where_it_stopped_and_loses_nothing(
    people: Cast, new_ring: list[str], settings: Any, capsys: Any
) -> None:
    settings.VAULT_KEYS = new_ring[1:]
    pks = [story.young_person(people).pk for _number in range(5)]
    gone = story.young_person(people).pk
    keys.destroy(gone)
    settings.VAULT_KEYS = new_ring
    assert keys.rewrap_batch(2) == 2  # and here it was interrupted
    assert (on("k2"), on("k1")) == (2, 3)
    assert names_of(pks) == {"Zephyrine"}
    pks.append(story.young_person(people).pk)  # meanwhile the work goes on
    call_command("rotate_keys")
    assert "3 data keys wrapped anew; 0 left" in capsys.readouterr().out
    settings.VAULT_KEYS = new_ring[:1]
    assert names_of(pks) == {"Zephyrine"}
    assert on("k1") == 0
    call_command("rotate_keys")
    assert "0 data keys wrapped anew" in capsys.readouterr().out
    assert DataKey.objects.get(owner=gone).wrapped is None


ROTATE = """
import django; django.setup()
from vault import keys
while keys.rewrap_batch(1):
    print("one", flush=True)
"""


@pytest.mark.slow
@pytest.mark.django_db(databases="__all__", transaction=True)
def test_killed_in_the_middle_it_leaves_every_key_readable(new_ring: list[str], settings: Any) -> None:
    settings.VAULT_KEYS = new_ring[1:]
    people = story.cast()
    pks = [story.young_person(people).pk for _number in range(40)]
    settings.VAULT_KEYS = new_ring
    environment = {**os.environ, "VAULT_KEYS": ",".join(new_ring)}
    rotating = subprocess.Popen(
        [sys.executable, "-c", ROTATE], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    assert rotating.stdout
    for _number in range(5):
        assert rotating.stdout.readline() == "one\n"
    rotating.send_signal(signal.SIGKILL)
    rotating.wait()
    rotating.stdout.close()
    assert on("k1")
    assert on("k2") >= 5
    assert names_of(pks) == {"Zephyrine"}
    call_command("rotate_keys", verbosity=0)
    assert (on("k1"), on("k2")) == (0, 40)
    settings.VAULT_KEYS = new_ring[:1]
    assert names_of(pks) == {"Zephyrine"}


def test_without_the_key_that_wrapped_it_nothing_opens(people: Cast, settings: Any) -> None:
    youth = story.young_person(people)
    settings.VAULT_KEYS = [ring_key("k9", 9)]
    with keys.opened(), pytest.raises(DamagedData):
        keys.key_of(youth.pk)


@pytest.mark.parametrize("entries", [[], ["k1"], ["k1:"], [":AAAA"], ["k1:AAAA"], ["k1:not base64"]])
def test_a_ring_that_is_none_is_refused(settings: Any, entries: list[str]) -> None:
    settings.VAULT_KEYS = entries
    with pytest.raises(ImproperlyConfigured, match="VAULT_KEYS"):
        ring.newest()


def test_the_two_databases_are_two() -> None:
    assert connections["keys"].settings_dict["NAME"] != connections["default"].settings_dict["NAME"]
    assert "vault_datakey" not in connections["default"].introspection.table_names()
    assert connections["keys"].introspection.table_names() == ["django_migrations", "vault_datakey"]
