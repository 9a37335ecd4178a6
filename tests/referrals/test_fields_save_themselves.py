"""The referral's fields while they are typed in: kept, never over what another tab saved, and the choice stays open."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from referrals.models import Draft
from referrals.services import drafts
from screening import services
from screening.models import Screening
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, screened, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

AUTOSAVE = {"x-background": "1", "x-requested-with": "fetch"}


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


def draft_at(people: Cast, level: str) -> Screening:
    return screened(young_person(people), people.worker, level)


def fields(screening: Screening) -> str:
    return reverse("referrals:fields", args=[screening.pk])


def seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found
    return found[1]


def test_what_is_typed_is_kept_and_writes_one_row(people: Cast, client: Client) -> None:
    screening = draft_at(people, "4")
    mark = seen(shown(client, "fields", screening.pk))
    for words in ("A car.", "A car that waits."):
        answer = client.post(fields(screening), {"seen": mark, "what_seen": words}, headers=AUTOSAVE).json()
        assert answer["words"].startswith("Saved ")
        mark = answer["seen"]
        assert drafts.fields_of(drafts.of(screening))["what_seen"] == words
    assert Entry.objects.filter(action="referral.save_draft", subject=screening.pk).count() == 1


def test_an_older_page_overwrites_nothing(people: Cast, client: Client) -> None:
    screening = draft_at(people, "4")
    old = seen(shown(client, "fields", screening.pk))
    client.post(fields(screening), {"seen": old, "what_seen": "A car that waits."})
    assert client.post(fields(screening), {"seen": old}, headers=AUTOSAVE).json()["stale"]
    page = client.post(fields(screening), {"seen": old, "what_seen": "Something else."}).content.decode()
    assert "another tab" in page
    assert "Something else." in page
    assert drafts.fields_of(drafts.of(screening))["what_seen"] == "A car that waits."


def test_a_choice_not_made_yet_stops_no_autosave_but_the_check(people: Cast, client: Client) -> None:
    screening = draft_at(people, "2")
    typed = {"seen": seen(shown(client, "fields", screening.pk)), "question": "Who could help?"}
    assert not client.post(fields(screening), typed, headers=AUTOSAVE).json()["stale"]
    assert Draft.objects.exists()
    answer = client.get(reverse("referrals:check", args=[screening.pk]))
    assert answer.headers["Location"] == fields(screening)


def test_a_field_that_is_wrong_is_not_said_to_be_saved(people: Cast, client: Client) -> None:
    screening = draft_at(people, "4")
    answer = client.post(fields(screening), {"what_seen": "x" * 10_001}, headers=AUTOSAVE)
    assert not answer.headers["Content-Type"].startswith("application/json")
    assert not Draft.objects.exists()


def test_the_check_lists_the_signs_with_their_sources_and_where_to_change_them(people: Cast, client: Client) -> None:
    screening = draft_at(people, "3")
    services.save_words(screening, {"foreign_national": "no"}, by=people.worker)
    services.raise_level(screening, "4", reason="She looks over her shoulder.", by=people.worker)
    client.post(fields(screening), {})
    page = shown(client, "check", screening.pk)
    item = screening.instrument.indicators["XS5"]
    for said in (item.text, "Clear", "own words", "Seen.", "She looks over her shoulder."):
        assert said in page, said
    assert f"{reverse('screening:section', args=[screening.pk, 'XS'])}#q-XS5" in page
    assert reverse("screening:raise", args=[screening.pk]) in page
