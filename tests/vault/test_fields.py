"""Encrypted fields in the database: what lies there, and that nothing opens anywhere but in its place."""

from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction

from dmst.models import KeptPost
from tests.referrals import story
from tests.referrals.story import Cast
from vault import DamagedData, keys
from youth.models import Caregiver, SavedSearch, Youth

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def run(statement: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone() if cursor.description else None


def reopened(youth: Youth) -> Youth:
    return Youth.objects.get(pk=youth.pk)


def test_in_the_database_lies_a_ciphertext_that_says_format_and_key(people: Cast) -> None:
    youth = story.young_person(people)
    (sealed,) = run("SELECT legal_first FROM youth_youth WHERE id = %s", youth.pk)
    assert bytes(sealed)[:7] == b"\x01\x05owner"
    assert b"Zephyrine" not in bytes(sealed)


def test_two_swapped_columns_are_found(people: Cast) -> None:
    youth = story.young_person(people)
    run("UPDATE youth_youth SET legal_first = legal_last, legal_last = legal_first WHERE id = %s", youth.pk)
    for name in ("legal_first", "legal_last"):
        with pytest.raises(DamagedData):
            getattr(reopened(youth), name)
    assert reopened(youth).safe_contact == "In person at school"


def test_two_swapped_rows_are_found(people: Cast) -> None:
    one, other = story.young_person(people), story.young_person(people, legal_first="Ottoline")
    swap = """
        UPDATE youth_youth y SET legal_first = z.legal_first FROM youth_youth z
        WHERE y.id IN (%s, %s) AND z.id IN (%s, %s) AND y.id <> z.id
    """
    run(swap, one.pk, other.pk, one.pk, other.pk)
    for youth in (one, other):
        with pytest.raises(DamagedData):
            reopened(youth).legal_first  # noqa: B018


def test_two_swapped_rows_of_one_person_are_found_too(people: Cast) -> None:
    """Under the same key: here it is the row alone that tells."""
    two = [{"name": name, "relation": "aunt", "phone": "", "implicated": "no"} for name in ("Isaura", "Fenella")]
    youth = story.young_person(people, caregivers=two)
    one, other = youth.caregivers.all()
    swap = """
        UPDATE youth_caregiver y SET name = z.name FROM youth_caregiver z
        WHERE y.id IN (%s, %s) AND z.id IN (%s, %s) AND y.id <> z.id
    """
    run(swap, one.pk, other.pk, one.pk, other.pk)
    for caregiver in Caregiver.objects.filter(youth=youth):
        with pytest.raises(DamagedData):
            caregiver.name  # noqa: B018


def test_a_flipped_bit_is_found_and_says_nothing(people: Cast) -> None:
    youth = story.young_person(people)
    flip = "UPDATE youth_youth SET legal_first = set_bit(legal_first, 200, 1 - get_bit(legal_first, 200)) WHERE id = %s"
    run(flip, youth.pk)
    with pytest.raises(DamagedData) as found:
        reopened(youth).legal_first  # noqa: B018
    assert str(found.value) == ""


def test_what_is_sealed_with_the_system_key_is_bound_to_its_row_and_outlives_a_rotation(
    people: Cast, new_ring: list[str], settings: Any
) -> None:
    settings.VAULT_KEYS = new_ring[1:]
    at = moment()
    old = KeptPost.objects.create(user=people.worker, path="/", body="words", kept_at=at)
    settings.VAULT_KEYS = new_ring
    new = KeptPost.objects.create(user=people.worker, path="/", body="other words", kept_at=at)
    assert KeptPost.objects.get(pk=old.pk).body == "words"
    run("UPDATE dmst_keptpost SET body = (SELECT body FROM dmst_keptpost WHERE id = %s)", old.pk)
    assert KeptPost.objects.get(pk=old.pk).body == "words"
    with pytest.raises(DamagedData):
        KeptPost.objects.get(pk=new.pk).body  # noqa: B018


def moment() -> Any:
    return run("SELECT dmst_now()")[0]


def test_a_field_is_neither_searched_nor_written_past_its_key(people: Cast) -> None:
    youth = story.young_person(people)
    with pytest.raises(FieldError, match="can only be asked whether it is empty"):
        Youth.objects.filter(legal_first="Zephyrine").exists()
    with pytest.raises(FieldError, match="written by save"), transaction.atomic():
        Youth.objects.filter(pk=youth.pk).update(legal_first="Ottoline")
    assert Youth.objects.filter(legal_first__isnull=False).exists()


def test_reading_a_row_opens_nothing_until_somebody_looks(people: Cast) -> None:
    youth = story.young_person(people)
    keys.destroy(youth.pk)
    with keys.opened():
        assert reopened(youth).dcf_status == "open_case_at_home"


def test_a_change_in_place_of_what_was_read_is_kept(people: Cast) -> None:
    day = moment()
    saved = SavedSearch.objects.create(
        user=people.worker, terms={"name": "Zephyrine"}, made_at=day, expires_at=day.replace(year=day.year + 1)
    )
    again = SavedSearch.objects.get(pk=saved.pk)
    again.terms["number"] = "4711"
    again.save()
    assert SavedSearch.objects.get(pk=saved.pk).terms == {"name": "Zephyrine", "number": "4711"}
