"""Correcting a profile, also when somebody else does so at the same time."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Town, User
from audit.models import Entry
from tests.youth.conftest import MakeYouth
from tests.youth.sent import BORN, LEAST, edit_address, form_of, words_of
from youth.models import SavedSearch, Youth

pytestmark = pytest.mark.django_db(databases="__all__")


FULL: dict[str, Any] = {
    "legal_last": "Sample",
    "chosen_name": "Max",
    "who_may_know": "her aunt",
    "aliases": ["Bunny", "Star"],
    "birth_date": BORN,
    "race": ["black", "white"],
    "race_source": "self_reported",
    "out_of_state": True,
    "caregivers": [
        {"name": "Ann Example", "implicated": "no"},
        {"relation": "stepfather", "implicated": "yes"},
    ],
}


def test_saving_an_untouched_page_changes_nothing(as_worker: Client, make_youth: MakeYouth) -> None:
    youth = make_youth(**FULL)
    answer = as_worker.post(edit_address(youth), form_of(as_worker.get(edit_address(youth))))
    assert answer.status_code == 302
    assert Youth.objects.get().number_of_saves == 1
    assert not Entry.objects.filter(action="youth.update", youth=youth.pk).exists()


def test_a_correction_is_saved_and_the_reading_is_in_the_trail(as_worker: Client, make_youth: MakeYouth) -> None:
    youth = make_youth(**FULL)
    sent = form_of(as_worker.get(edit_address(youth)))
    as_worker.post(edit_address(youth), {**sent, "legal_first": "Mia", "caregivers-0-DELETE": "on"})
    again = Youth.objects.get()
    assert (again.legal_first, again.race) == ("Mia", ["black", "white"])
    assert [person.relation for person in again.caregivers.all()] == ["stepfather"]
    read = Entry.objects.filter(action="youth.view", youth=youth.pk)
    assert [entry.subject for entry in read] == [youth.pk]


def test_another_caregiver_is_written_down_on_the_same_page(as_worker: Client, make_youth: MakeYouth) -> None:
    youth = make_youth()
    sent = form_of(as_worker.get(edit_address(youth)))
    answer = as_worker.post(edit_address(youth) + "?then=more", {**sent, "caregivers-0-name": "Ann Example"})
    assert answer["Location"] == edit_address(youth) + "#caregivers"
    assert len(as_worker.get(edit_address(youth)).context["caregivers"].forms) == 2


def test_what_two_people_corrected_in_different_places_is_both_kept(as_worker: Client, make_youth: MakeYouth) -> None:
    youth = make_youth(legal_last="Sample")
    stale = form_of(as_worker.get(edit_address(youth)))
    as_worker.post(edit_address(youth), {**stale, "placement": "Street 1", "caregivers-0-name": "Ann Example"})
    answer = as_worker.post(edit_address(youth), {**stale, "legal_last": "Pattern"})
    assert answer.status_code == 302
    youth = Youth.objects.get()
    assert (youth.legal_last, youth.placement) == ("Pattern", "Street 1")
    assert [person.name for person in youth.caregivers.all()] == ["Ann Example"]


def test_what_two_people_corrected_in_one_place_is_shown_and_the_second_one_chooses(
    as_worker: Client, make_youth: MakeYouth
) -> None:
    youth = make_youth(legal_last="Sample", language="Invented")
    stale = form_of(as_worker.get(edit_address(youth)))
    first = {"placement": "Street 1", "language": "Spanish", "caregivers-0-name": "Ann Example"}
    as_worker.post(edit_address(youth), {**stale, **first})

    second = {"placement": "Street 2", "legal_last": "Pattern", "caregivers-0-name": "Bob Example"}
    answer = as_worker.post(edit_address(youth), {**stale, **second})
    assert "Somebody saved this profile while you wrote" in words_of(answer)
    expected = [("Where they stay now", "Street 1"), ("Caregivers", "Ann Example (Not known)")]
    assert answer.context["differences"] == expected
    assert Youth.objects.get().placement == "Street 1"

    chosen = form_of(answer)
    assert {name: chosen[name] for name in second} == second
    assert chosen["language"] == "Spanish"
    as_worker.post(edit_address(youth), chosen)
    youth = Youth.objects.get()
    assert (youth.placement, youth.legal_last, youth.language) == ("Street 2", "Pattern", "Spanish")
    assert [person.name for person in youth.caregivers.all()] == ["Bob Example"]


def test_a_mistake_is_shown_before_the_question_whose_words_to_keep(as_worker: Client, make_youth: MakeYouth) -> None:
    youth = make_youth()
    stale = form_of(as_worker.get(edit_address(youth)))
    as_worker.post(edit_address(youth), {**stale, "placement": "Street 1"})
    answer = as_worker.post(edit_address(youth), {**stale, "placement": "Street 2", "case_number": "1"})
    assert "Write the whole number" in words_of(answer)
    assert form_of(answer)["placement"] == "Street 2"
    answer = as_worker.post(edit_address(youth), {**form_of(answer), "case_number": "1234"})
    assert answer.context["differences"] == [("Where they stay now", "Street 1")]


@pytest.mark.parametrize("seen", ["", "1", "[]", "{}", '{"saves": 1}', '{"saves": [], "prints": 1}', "\N{GHOST}"])
def test_a_page_that_does_not_say_what_it_was_made_from_overwrites_nothing_unseen(
    as_worker: Client, make_youth: MakeYouth, seen: str
) -> None:
    youth = make_youth(placement="Street 1")
    sent = form_of(as_worker.get(edit_address(youth)))
    answer = as_worker.post(edit_address(youth), {**sent, "seen": seen, "placement": "Street 2"})
    assert answer.context["differences"] == [("Where they stay now", "Street 1")]
    assert Youth.objects.get().placement == "Street 1"


@pytest.mark.parametrize(
    ("field", "kept", "typed", "words"),
    [
        ("race", ["black"], ["white"], "Black or African American"),
        ("aliases", ["Bunny"], "Star", "Bunny"),
        ("birth_date", BORN, {"birth_date_year": "2012"}, "Mar 9, 2011"),
        ("dcf_status", "in_care", "", "In DCF care"),
        ("out_of_state", True, None, "Yes"),
        ("town", "Bristol", "", "Bristol"),
        ("language", "", "Invented", "Not known"),
    ],
)
def test_what_was_saved_meanwhile_is_said_in_words(
    as_worker: Client, make_youth: MakeYouth, field: str, kept: Any, typed: Any, words: str
) -> None:
    value = Town.objects.get(name=kept) if field == "town" else kept
    youth = make_youth(race_source="from_record", **{field: value})
    sent = {**form_of(as_worker.get(edit_address(youth))), "seen": ""}
    sent |= typed if isinstance(typed, dict) else {field: typed}
    answer = as_worker.post(edit_address(youth), {name: one for name, one in sent.items() if one is not None})
    assert [said for _label, said in answer.context["differences"]] == [words]


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_may_not_see_a_young_person_finds_no_page(
    client: Client, make_youth: MakeYouth, stranger: User, method: str
) -> None:
    client.force_login(stranger)
    youth = make_youth()
    assert getattr(client, method)(edit_address(youth), LEAST).status_code == 404
    assert getattr(client, method)(reverse("youth:edit", args=[uuid.uuid4()]), LEAST).status_code == 404


def test_no_name_stands_in_a_title(as_worker: Client, make_youth: MakeYouth) -> None:
    page = as_worker.get(edit_address(make_youth())).content.decode()
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title
    assert "Maya" not in title[1]


def test_the_pages_stay_within_their_queries(as_worker: Client, make_youth: MakeYouth) -> None:
    youth = make_youth(**FULL)
    with CaptureQueriesContext(connection) as queries:
        as_worker.get(edit_address(youth))
    domain = [query["sql"] for query in queries if re.search(r'"(youth|accounts)_', query["sql"])]
    assert len(domain) <= 10, domain


def test_the_forms_carry_what_protects_them_from_forgery(make_youth: MakeYouth, worker: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(worker)
    youth = make_youth()
    for address, typed in [
        (reverse("youth:search"), {"number": "1234"}),
        (edit_address(youth), {}),
        (None, LEAST),
    ]:
        address = address or reverse("youth:new", args=[SavedSearch.objects.get().pk])
        page = client.get(address)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
        assert token
        sent = {
            **(form_of(page) if address == edit_address(youth) else typed),
            "csrfmiddlewaretoken": token[1],
        }
        assert client.post(address, sent).status_code == 302
