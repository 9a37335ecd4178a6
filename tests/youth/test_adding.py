"""Adding a young person, with everything a hand can get wrong."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Town, User
from audit import clock
from tests.youth.sent import BIRTH, BORN, LEAST, form_of, new_address, words_of
from youth import pages
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize(
    ("searched", "first", "last"),
    [
        ("Maya Sample", "Maya", "Sample"),
        ("Maya Lynn Sample", "Maya Lynn", "Sample"),
        ("Sample, Maya Lynn", "Maya Lynn", "Sample"),
        ("Maya", "Maya", ""),
        ("", "", ""),
    ],
)
def test_a_name_that_was_searched_for_is_not_typed_again(searched: str, first: str, last: str) -> None:
    assert pages.names_in(searched) == {"legal_first": first, "legal_last": last}


def test_a_new_profile_starts_from_the_search(as_worker: Client, worker: User) -> None:
    form = as_worker.get(new_address(as_worker)).context["form"]
    said = {name: form[name].value() for name in ("legal_first", "legal_last", "birth_date", "birth_known")}
    assert said == {"legal_first": "Maya", "legal_last": "Sample", "birth_date": BORN, "birth_known": "known"}
    assert (form["office"].value(), form["assigned_worker"].value()) == (worker.office_id, worker.pk)


def test_a_number_that_was_searched_for_is_shown_beside_the_form(as_worker: Client) -> None:
    page = as_worker.get(new_address(as_worker, number="998877")).content.decode()
    assert "You searched for the number 998877." in page


def test_a_profile_is_added_and_shown(as_worker: Client, worker: User) -> None:
    address = new_address(as_worker)
    answer = as_worker.post(address, form_of(as_worker.get(address)))
    youth = Youth.objects.get()
    assert answer["Location"] == reverse("referrals:youth", args=[youth.pk])
    assert (youth.display_name, youth.birth_date, youth.created_by) == ("Maya Sample", BORN, worker)
    assert youth.assigned_worker == worker
    assert not youth.caregivers.exists()


def test_a_second_press_adds_nobody(as_worker: Client) -> None:
    address = new_address(as_worker)
    first = as_worker.post(address, LEAST)
    again = as_worker.post(address, LEAST)
    assert Youth.objects.count() == 1
    assert again["Location"] == first["Location"]


def test_a_name_is_all_that_is_asked_for(as_worker: Client) -> None:
    as_worker.post(new_address(as_worker), LEAST)
    youth = Youth.objects.get()
    assert (youth.birth_known, youth.race_source, youth.dcf_status) == ("unknown", "not_asked", "")


def test_somebody_known_by_a_nickname_alone_can_be_added(as_worker: Client) -> None:
    as_worker.post(new_address(as_worker), {**LEAST, "legal_first": "", "aliases": "Bunny\n\n  Star  "})
    assert {alias.name for alias in Youth.objects.get().aliases.all()} == {"Bunny", "Star"}


def test_an_estimated_age_becomes_a_date_that_gives_it_back(as_worker: Client) -> None:
    as_worker.post(new_address(as_worker), {**LEAST, "birth_known": "estimated", "estimated_age": "15"})
    youth = Youth.objects.get()
    assert youth.age_on(timezone.localdate(clock.now())) == 15
    assert youth.birth_known == "estimated"


NEXT_YEAR = str(timezone.now().year + 1)
TOO_LONG = "x" * 3_000


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"legal_first": ""}, "Write at least one name, or what they are called."),
        ({"legal_first": "x" * 500}, "at most 100 characters (it has 500)"),
        ({"legal_first": "Ma\x00ya"}, "Null characters are not allowed."),
        ({"placement": TOO_LONG}, "at most 2000 characters (it has 3000)"),
        ({"placement": "here\x00"}, "Null characters are not allowed."),
        ({"aliases": "x" * 101}, "A name has at most 100 letters."),
        ({"aliases": "\n".join("abcdefghijk")}, "Write at most 10 names."),
        ({"who_may_know": "her aunt"}, "Write the chosen name, or empty the box that says who may know it."),
        ({"birth_known": "known"}, "Enter the birth date, or choose “Estimated” or “Not known”."),
        ({"birth_known": "estimated"}, "Enter an estimated date, or about how old they are."),
        ({"birth_known": "unknown", **BIRTH}, "Say whether this birth date is known or estimated."),
        ({"birth_known": "", **BIRTH}, "Say whether this birth date is known or estimated."),
        ({"birth_known": "unknown", "estimated_age": "15"}, "For an estimated age choose “Estimated”."),
        ({"birth_known": "estimated", "estimated_age": "-1"}, "greater than or equal to 0"),
        ({"birth_known": "estimated", "estimated_age": "121"}, "less than or equal to 120"),
        (
            {"birth_known": "known", **BIRTH, "birth_date_day": "31", "birth_date_month": "2"},
            "There is no such day.",
        ),
        (
            {"birth_known": "known", **BIRTH, "birth_date_year": NEXT_YEAR},
            "This date is in the future.",
        ),
        ({"birth_known": "known", **BIRTH, "birth_date_year": "1901"}, "This is more than 120 years ago."),
        ({"birth_known": "known", **BIRTH, "birth_date_year": "11"}, "Write the year with four digits"),
        ({"race": ["black"]}, "Say where race or ethnicity comes from."),
        ({"ethnicity": "Laotian", "race_source": "declined"}, "Say where race or ethnicity comes from."),
        (
            {"race": ["martian"], "race_source": "self_reported"},
            "martian is not one of the available choices",
        ),
        ({"dcf_status": "in_space"}, "in_space is not one of the available choices"),
        ({"gender": "<script>"}, "is not one of the available choices"),
        ({"town": "not-an-id"}, "Choose from the list."),
        (
            {"town": "00000000-0000-4000-8000-000000000000"},
            "Choose from the list.",
        ),
        ({"assigned_worker": "\x00"}, "Choose from the list."),
        ({"case_number": "1"}, "Write the whole number: at least four letters or digits."),
        ({"caregivers-0-phone": "860-555-0100"}, "Write a name or the relation, or remove this caregiver."),
        ({"caregivers-0-name": "x" * 101}, "at most 100 characters (it has 101)"),
        ({"caregivers-0-implicated": "maybe"}, "maybe is not one of the available choices"),
        ({"caregivers-TOTAL_FORMS": "many"}, "ManagementForm data is missing or has been tampered with"),
        ({"caregivers-TOTAL_FORMS": "1000000"}, "Please submit at most 10 forms."),
    ],
)
def test_bad_input_is_refused_in_a_sentence_and_nothing_is_half_written(
    as_worker: Client, typed: dict[str, Any], sentence: str
) -> None:
    answer = as_worker.post(new_address(as_worker), {**LEAST, "safe_contact": "text after four", **typed})
    assert answer.status_code == 200
    assert sentence in words_of(answer)
    assert "text after four" in words_of(answer)
    assert not Youth.objects.exists()


def test_a_town_and_out_of_state_exclude_each_other(as_worker: Client) -> None:
    town = Town.objects.get(name="Bristol")
    answer = as_worker.post(new_address(as_worker), {**LEAST, "town": str(town.pk), "out_of_state": "on"})
    assert "Choose either a town in Connecticut" in words_of(answer)


def test_a_worker_of_an_office_one_does_not_work_in_cannot_be_assigned(as_worker: Client, stranger: User) -> None:
    answer = as_worker.post(new_address(as_worker), {**LEAST, "assigned_worker": str(stranger.pk)})
    assert "Choose from the list." in words_of(answer)


def test_a_liaison_assigns_workers_of_the_offices_they_cover(client: Client, liaison: User, worker: User) -> None:
    client.force_login(liaison)
    client.post(new_address(client), {**LEAST, "assigned_worker": str(worker.pk)})
    assert Youth.objects.get().assigned_worker == worker


def test_an_office_offers_its_own_workers(as_worker: Client, colleague: User, stranger: User) -> None:
    workers = as_worker.get(new_address(as_worker)).context["form"].fields["assigned_worker"].queryset
    assert colleague in workers
    assert stranger not in workers


def test_a_new_profile_may_lead_straight_to_the_screening(as_worker: Client) -> None:
    answer = as_worker.post(new_address(as_worker) + "?then=screen", LEAST, follow=True)
    assert answer.request["PATH_INFO"].endswith("/before-you-start/")
    assert Youth.objects.count() == 1
