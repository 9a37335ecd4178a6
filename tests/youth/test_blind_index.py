"""By what a young person is found, and by what not."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from tests.youth.conftest import MakeYouth
from vault import blind
from youth import blind_index, services
from youth.blind_index import Terms
from youth.models import SearchToken, Youth

pytestmark = pytest.mark.django_db(databases="__all__")
BORN = dt.date(2011, 3, 9)
MAYA = {
    "legal_first": "Maya Lynn",
    "legal_last": "Núñez-Sample",
    "chosen_name": "Max",
    "aliases": ["Bunny O'Test"],
    "birth_date": BORN,
    "case_number": "0012-345 67",
    "person_number": "P 998877",
    "caregivers": [{"name": "Ann Example", "phone": "+1 (860) 555-0100"}],
}


def found(terms: Terms) -> bool:
    return Youth.objects.filter(blind_index.matching(terms)).exists()


@pytest.mark.parametrize(
    "name",
    [
        *("Maya Núñez-Sample", "nunez sample maya", "SAMPLE, Maya", "Nuñez", "Maya", "Max", "bunny", "OTest"),
        *("O'Test", "Maya Somebody-Else", "Lynn"),
        *("Maia", "Linn", "Nunes"),  # what sounds alike
    ],
)
def test_names_are_found_in_any_order_without_accents_and_hyphens(make_youth: MakeYouth, name: str) -> None:
    make_youth(**MAYA)
    assert found(Terms(name=name, birth_date=BORN))


@pytest.mark.parametrize(
    "terms",
    [
        Terms(name="Mayra", birth_date=BORN),
        Terms(name="Maya", birth_date=dt.date(2011, 9, 4)),
        Terms(name="Maya Sample"),
        Terms(birth_date=BORN),
        Terms(name="M S", birth_date=BORN),
        Terms(name="%", birth_date=BORN),
        Terms(number="0012"),
        Terms(number="12"),
        Terms(number="%%%%"),
        Terms(number="555-0100"),
        Terms(),
    ],
)
def test_nobody_is_found_by_less(make_youth: MakeYouth, terms: Terms) -> None:
    make_youth(**MAYA)
    assert not found(terms)


@pytest.mark.parametrize(("kept", "asked"), [("Guadalupe", "Lupe"), ("Lupe", "Guadalupe"), ("Robert", "Bob")])
def test_a_nickname_finds_the_full_name_and_the_full_name_the_nickname(
    make_youth: MakeYouth, kept: str, asked: str
) -> None:
    make_youth(legal_first=kept, legal_last="Testcase", birth_date=BORN)
    assert found(Terms(name=asked, birth_date=BORN))


def test_day_and_month_may_be_exchanged(make_youth: MakeYouth) -> None:
    make_youth(**MAYA)
    assert found(Terms(name="Maya", birth_date=dt.date(2011, 9, 3)))


@pytest.mark.parametrize(
    "number", ["001234567", "0012-345-67", "p998877", "860 555 0100", "1-860-555-0100", "8605550100"]
)
def test_numbers_are_found_however_they_are_written(make_youth: MakeYouth, number: str) -> None:
    make_youth(**MAYA)
    assert found(Terms(number=number))


@pytest.mark.parametrize(
    ("birth", "searched", "is_found"),
    [
        ({"birth_date": BORN, "birth_known": "estimated"}, dt.date(2012, 12, 31), True),
        ({"birth_date": BORN, "birth_known": "estimated"}, dt.date(2010, 1, 1), True),
        ({"birth_date": BORN, "birth_known": "estimated"}, dt.date(2013, 1, 1), False),
        ({"birth_known": "unknown"}, dt.date(1999, 1, 1), True),
    ],
)
@pytest.mark.parametrize(("name", "is_whole"), [("Sample Maya", True), ("Maya Other", False)])
def test_a_vague_birth_date_asks_for_every_part_of_the_name(
    make_youth: MakeYouth, birth: Any, searched: dt.date, is_found: bool, name: str, is_whole: bool
) -> None:
    make_youth(**birth)
    assert found(Terms(name=name, birth_date=searched)) == (is_found and is_whole)


def test_a_correction_is_found_and_what_it_replaced_is_not(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth(**MAYA)
    corrected = {"legal_last": "Invented", "birth_date": dt.date(2011, 3, 10), "caregivers": []}
    services.update_youth(youth, corrected, by=worker)
    assert found(Terms(name="Invented", birth_date=dt.date(2011, 3, 10)))
    assert not found(Terms(name="Maya", birth_date=BORN))
    assert not found(Terms(number="8605550100"))


def test_tokens_that_stay_keep_their_rows(make_youth: MakeYouth, worker: User) -> None:
    youth = make_youth(**MAYA)
    before = set(SearchToken.objects.values_list("pk", flat=True))
    services.update_youth(youth, {"legal_last": "Núñez"}, by=worker)
    after = set(SearchToken.objects.values_list("pk", flat=True))
    dropped = set(blind_index.keys_of("diaz"))
    assert after < before
    assert len(before) == len(after) + len(dropped)


def test_tokens_of_another_kind_of_owner_are_nobodys(make_youth: MakeYouth) -> None:
    youth = make_youth()
    mac = blind.token("person_number", "ABCD1234")
    SearchToken.objects.create(kind="person_number", mac=mac, owner_kind="vehicle", owner=youth.pk)
    assert not found(Terms(number="ABCD1234"))


def test_equality_is_answered_by_the_b_tree(make_youth: MakeYouth) -> None:
    make_youth(**MAYA)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT owner FROM youth_searchtoken WHERE kind = 'birth' AND mac IN (%s, %s)",
            [b"1", b"2"],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "search_token_once" in plan


@pytest.mark.parametrize("terms", [Terms("Maya", BORN, ""), Terms("", None, "0012"), Terms("Zoë %😀", None, "")])
def test_terms_come_back_as_they_were_kept(terms: Terms) -> None:
    assert Terms.from_json(terms.as_json()) == terms
