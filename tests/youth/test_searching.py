"""Searching: what the pages say and do, what is kept, recorded and limited."""

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Town, User
from audit import clock
from audit.models import Entry
from tests.youth.conftest import MakeYouth
from youth import ages, pages
from youth.models import SavedSearch, Youth
from youth.services import searches

pytestmark = pytest.mark.django_db(databases="__all__")
SEARCH = "/young-people/"
BORN = dt.date(2011, 3, 9)
BIRTH = {"birth_date_month": "3", "birth_date_day": "9", "birth_date_year": "2011"}
MAYA = {"name": "Maya Sample", **BIRTH}
YEAR_OF_140 = timezone.localdate().year - 140


def results_of(client: Client, **typed: str) -> Any:
    return client.get(client.post(SEARCH, typed)["Location"])


def test_a_search_is_posted_kept_under_an_opaque_id_and_shown_from_there(
    as_worker: Client, make_youth: MakeYouth
) -> None:
    make_youth(birth_date=BORN)
    answer = as_worker.post(SEARCH, MAYA)
    saved = SavedSearch.objects.get()
    assert answer["Location"] == f"/young-people/search/{saved.pk}/"
    assert b"Maya Sample" in as_worker.get(answer["Location"]).content


def test_the_words_are_sealed(as_worker: Client) -> None:
    as_worker.post(SEARCH, {"name": "Zyxquandary", **BIRTH})
    with connection.cursor() as cursor:
        cursor.execute("SELECT terms FROM youth_savedsearch")
        stored = bytes(cursor.fetchone()[0])
    assert b"Zyxquandary" not in stored
    assert b"2011" not in stored
    assert SavedSearch.objects.get().terms["name"] == "Zyxquandary"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Write a name and the birth date, or a number."),
        (BIRTH, "Write a name and the birth date, or a number."),
        ({"name": "Maya"}, "Add the birth date. A name alone would find too many people."),
        ({"name": "%", **BIRTH}, "Write a name of at least two letters."),
        ({"name": "M", **BIRTH}, "Write a name of at least two letters."),
        ({"name": "\N{GRINNING FACE}", **BIRTH}, "Write a name of at least two letters."),
        ({"name": "x" * 500, **BIRTH}, "at most 200 characters (it has 500)"),
        ({"name": "Ma\x00ya", **BIRTH}, "Null characters are not allowed."),
        ({"number": "1\x0023456"}, "Null characters are not allowed."),
        ({"number": "12"}, "Write the whole number: at least four letters or digits."),
        ({"number": "%%%%%%"}, "Write the whole number: at least four letters or digits."),
        ({"number": "9" * 500}, "at most 40 characters (it has 500)"),
        ({"name": "Maya", **BIRTH, "birth_date_day": "31", "birth_date_month": "2"}, "There is no such day."),
        ({"name": "Maya", **BIRTH, "birth_date_year": "2999"}, "This date is in the future."),
        (
            {"name": "Maya", **BIRTH, "birth_date_year": str(YEAR_OF_140)},
            "Write the year with four digits, 1900 or later.",
        ),
        ({"name": "Maya", "birth_date_year": "2011"}, "Enter month, day and year in numbers"),
    ],
)
def test_a_search_for_less_is_refused_in_a_sentence_and_keeps_what_was_typed(
    as_worker: Client, typed: dict[str, str], sentence: str
) -> None:
    answer = as_worker.post(SEARCH, typed)
    assert answer.status_code == 200
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert not SavedSearch.objects.exists()
    for value in typed.values():
        assert "\x00" in value or value in answer.content.decode()


def test_whoever_knows_neither_date_nor_number_can_go_on_and_nobody_is_looked_up(
    as_worker: Client, make_youth: MakeYouth
) -> None:
    make_youth()
    page = results_of(as_worker, name="Maya Sample", knows_neither="on").content.decode()
    assert "Nobody could be looked up" in page
    assert reverse("youth:new", args=[SavedSearch.objects.get().pk]) in page


def test_each_look_at_a_result_is_in_the_trail_with_sealed_words_and_the_ids_shown(
    as_worker: Client, make_youth: MakeYouth, worker: User
) -> None:
    youth = make_youth(birth_date=BORN)
    results_of(as_worker, **MAYA)
    entry = Entry.objects.get(action="youth.search", actor=worker.pk)
    assert (entry.ids, entry.facts) == ([youth.pk], {"found": 1})
    assert "Maya Sample" in entry.sealed_words()
    assert b"Maya" not in bytes(entry.sealed or b"")


def plain(page: Any) -> str:
    """A page without what differs from one search to the next by its nature."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|[0-9a-f]{8}-[0-9a-f-]{27}|nonce="[^"]*"', "", page.content.decode())


def test_outside_their_scope_a_hit_and_a_miss_are_the_same_page(
    as_worker: Client, make_youth: MakeYouth, stranger: User
) -> None:
    def look() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as queries:
            page = results_of(as_worker, **MAYA)
        return plain(page), len(queries)

    look()
    miss = look()
    make_youth(by=stranger, birth_date=BORN)
    assert look() == miss


def test_the_page_says_who_else_can_look(as_worker: Client, liaison: User) -> None:
    User.objects.filter(pk=liaison.pk).update(phone="860-555-0199")
    page = results_of(as_worker, **MAYA).content.decode()
    assert "Lia Liaison" in page
    assert "tel:860-555-0199" in page


def test_without_a_liaison_the_page_names_the_central_office(as_worker: Client) -> None:
    assert "HART Central Office" in results_of(as_worker, **MAYA).content.decode()


@pytest.mark.parametrize("whose", ["somebody else's", "an old one", "none"])
def test_a_search_that_is_not_ones_own_or_no_longer_kept_is_gone_in_the_same_words(
    as_worker: Client, worker: User, stranger: User, whose: str
) -> None:
    now = clock.now()
    owner, made_at = (stranger, now) if whose == "somebody else's" else (worker, now - dt.timedelta(hours=13))
    saved = SavedSearch.objects.create(user=owner, terms={}, made_at=made_at, expires_at=made_at + searches.KEPT)
    pk = uuid.uuid4() if whose == "none" else saved.pk
    for name in ("referrals:results", "youth:new"):
        answer = as_worker.get(reverse(name, args=[pk]), follow=True)
        assert answer.redirect_chain == [(SEARCH, 302)]
        assert "That search is no longer kept. Search again." in answer.content.decode()


def test_searches_no_longer_kept_are_forgotten_at_the_next_one(as_worker: Client, stranger: User) -> None:
    long_ago = clock.now() - dt.timedelta(days=1)
    SavedSearch.objects.create(
        user=stranger, terms={"name": "old"}, made_at=long_ago, expires_at=long_ago + searches.KEPT
    )
    as_worker.post(SEARCH, MAYA)
    assert [saved.user.name for saved in SavedSearch.objects.all()] == ["Wanda Worker"]


def test_the_sixty_first_search_of_an_hour_is_refused_with_the_time_it_is_free_again(
    as_worker: Client, worker: User
) -> None:
    now = clock.now()
    SavedSearch.objects.bulk_create(
        SavedSearch(user=worker, made_at=now - dt.timedelta(minutes=minute), expires_at=now + searches.KEPT)
        for minute in range(1, 60)
    )
    assert as_worker.post(SEARCH, MAYA)["Location"] != SEARCH
    answer = as_worker.post(SEARCH, MAYA, follow=True)
    assert answer.redirect_chain == [(SEARCH, 302)]
    assert "You have searched 60 times within an hour. You can search again at" in answer.content.decode()
    assert Entry.objects.filter(action="request.refuse", actor=worker.pk, facts__refusal="toomanysearches").exists()


def test_searches_of_an_earlier_hour_and_of_others_do_not_count(
    as_worker: Client, worker: User, stranger: User
) -> None:
    now = clock.now()
    SavedSearch.objects.bulk_create(
        SavedSearch(user=user, made_at=now - dt.timedelta(minutes=minutes), expires_at=now + searches.KEPT)
        for user, minutes in [(worker, 61), (stranger, 1)]
        for _ in range(60)
    )
    assert as_worker.post(SEARCH, MAYA)["Location"] != SEARCH


def test_a_result_offers_screening_to_those_who_screen(
    client: Client, make_youth: MakeYouth, liaison: User, worker: User
) -> None:
    youth = make_youth(by=liaison, birth_date=BORN, assigned_worker=worker)
    start = reverse("screening:start", args=[youth.pk])
    client.force_login(worker)
    assert start in results_of(client, **MAYA).content.decode()
    client.force_login(liaison)
    page = results_of(client, **MAYA).content.decode()
    assert "Maya Sample" in page
    assert start not in page


def test_the_results_page_stays_within_its_queries(as_worker: Client, make_youth: MakeYouth) -> None:
    for _ in range(5):
        make_youth(birth_date=BORN)
    address = as_worker.post(SEARCH, MAYA)["Location"]
    with CaptureQueriesContext(connection) as queries:
        as_worker.get(address)
    domain = [q for q in queries.captured_queries if re.search(r'"(youth|accounts)_', q["sql"])]
    assert len(domain) <= 10


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_reading_and_sending_are_answered(as_worker: Client, method: str) -> None:
    assert getattr(as_worker, method)(SEARCH).status_code == 405


def test_a_name_is_in_no_title_and_no_address(as_worker: Client, make_youth: MakeYouth) -> None:
    make_youth(birth_date=BORN)
    answer = results_of(as_worker, **MAYA)
    title = re.search(r"<title>(.*?)</title>", answer.content.decode(), re.DOTALL)
    assert title
    assert "Maya" not in title[1]
    assert not re.search(r'(href|action)="[^"]*(Maya|Sample)', answer.content.decode())


def test_finding_nobody_changes_nothing(as_worker: Client) -> None:
    results_of(as_worker, **MAYA)
    assert not Youth.objects.exists()


@pytest.mark.parametrize(
    ("values", "heading"),
    [
        ({}, "Maya Sample, age not known"),
        ({"birth_date": BORN, "town": "Bristol"}, "Maya Sample, 15, Bristol"),
        ({"birth_date": BORN, "birth_known": "estimated"}, "Maya Sample, about 15"),
    ],
)
def test_a_result_is_headed_by_name_age_and_town(make_youth: MakeYouth, values: Any, heading: str) -> None:
    today = timezone.localdate(clock.now())
    if "birth_date" in values:
        values = {**values, "birth_date": ages.birth_date_for(15, today)}
    if "town" in values:
        values = {**values, "town": Town.objects.get(name=values["town"])}
    assert pages.heading_of(make_youth(**values)) == heading


def test_a_page_that_shows_not_all_says_so(
    as_worker: Client, make_youth: MakeYouth, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (searches, pages):
        monkeypatch.setattr(module, "SHOWN", 2)
    sentence = "There are more than fit here."
    make_youth(birth_date=BORN)
    assert sentence not in results_of(as_worker, **MAYA).content.decode()
    make_youth(birth_date=BORN)
    make_youth(birth_date=BORN)
    assert sentence in results_of(as_worker, **MAYA).content.decode()
