"""Answers kept one page at a time: other tabs, second presses, sources, the sweep and its undo."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import Entry
from screening import drafts, services
from screening.models import Screening, SectionAnswers, Source
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, cast, screened, sign, young_person

pytestmark = pytest.mark.django_db(databases="__all__")
NEW = {"new-source_type": "school", "new-who": "The school nurse"}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def draft(people: Cast) -> Screening:
    return services.start(young_person(people), by=people.worker)


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


def address(name: str, screening: Screening, *more: str) -> str:
    return reverse(f"screening:{name}", args=[screening.pk, *more])


def post(client: Client, draft: Screening, seen: int = 0, code: str = "MH", **typed: Any) -> Any:
    return client.post(address("section", draft, code), {"seen": seen, **typed})


def entries(draft: Screening, code: str = "MH") -> dict[str, dict[str, Any]]:
    return SectionAnswers.objects.get(screening=draft.pk, code=code).entries


def test_a_stale_page_keeps_neither_its_answers_nor_its_source(client: Client, draft: Screening) -> None:
    post(client, draft, MH1="none")
    for _press in range(2):
        answer = post(client, draft, MH1="clear", MH1_note="Seen.", **NEW)
        assert "not saved yet" in answer.content.decode()
    assert entries(draft) == {"MH1": {"answer": "none"}}
    assert not Source.objects.exists()


def test_a_page_that_comes_back_has_its_new_source_once_and_to_choose(client: Client, draft: Screening) -> None:
    page = post(client, draft, MH1="clear", **NEW).content.decode()
    assert "Write what was seen or said" in page
    assert 'value="The school nurse"' not in page
    source = Source.objects.get()
    assert re.search(rf'value="{source.pk}"[^>]*checked', page)
    seen = SectionAnswers.objects.get().number_of_saves
    typed = {"MH1": "clear", "MH1_note": "Three dates.", "MH1_sources": [str(source.pk)]}
    assert post(client, draft, seen, **typed).status_code == 302
    assert Source.objects.count() == 1


def test_two_presses_with_one_new_source_make_one(client: Client, draft: Screening) -> None:
    typed = {"MH1": "clear", "MH1_note": "Three dates.", **NEW}
    assert [post(client, draft, 0, **typed).status_code for _press in range(2)] == [302, 302]
    assert entries(draft)["MH1"]["sources"] == [str(Source.objects.get().pk)]


def test_what_the_faster_autosave_has_kept_already_is_no_other_tab(client: Client, draft: Screening) -> None:
    background = {"X-Background": "1"}
    saved = client.post(address("section", draft, "MH"), {"seen": 0, "MH1": "none"}, headers=background).json()
    assert (saved["seen"], saved["stale"]) == (1, False)
    assert post(client, draft, 0, MH1="none").status_code == 302


def test_an_autosave_brings_no_source(client: Client, draft: Screening) -> None:
    typed = {"seen": 0, "MH1": "possible", "new-information_date_month": "2", **NEW}
    answer = client.post(address("section", draft, "MH"), typed, headers={"X-Background": "1"})
    assert answer.json()["stale"] is False
    assert not Source.objects.exists()


def test_a_date_without_a_kind_of_source_is_asked_about(client: Client, draft: Screening) -> None:
    answer = post(client, draft, MH1="none", **{"new-information_date_month": "2"})
    assert answer.status_code == 200
    assert "Enter month, day and year" in answer.content.decode()
    assert not SectionAnswers.objects.exists()


def test_save_and_continue_continues_and_says_that_the_source_is_added(client: Client, draft: Screening) -> None:
    answer = client.post(
        address("section", draft, "MH"), {"seen": 0, "MH1": "clear", "MH1_note": "Seen.", **NEW}, follow=True
    )
    assert answer.redirect_chain[-1][0] == address("section", draft, "HC")
    assert "The source is added" in answer.content.decode()


def test_a_sweep_can_be_taken_back_after_the_page_was_saved_again(client: Client, draft: Screening) -> None:
    client.post(address("rest-not-known", draft, "MH"), {"seen": 0, "MH1": "none"})
    kept = SectionAnswers.objects.get()
    answers = {code: entry["answer"] for code, entry in kept.entries.items()}
    said = {**answers, "MH2": "possible", "MH2_note": "The record."}
    post(client, draft, kept.number_of_saves, **said)
    pressed = {**said, "seen": kept.number_of_saves + 1}
    undone = client.post(address("undo-rest", draft, "MH"), pressed, follow=True).content.decode()
    assert "2 answers were taken back." in undone
    assert {code: entry.get("answer") for code, entry in entries(draft).items()} == {"MH1": "none", "MH2": "possible"}


def test_taking_back_leaves_alone_what_it_does_not_change(people: Cast) -> None:
    draft = screened(young_person(people), people.worker)
    assert services.undo_the_rest(draft, ["MH", "HC"], by=people.worker) == 0
    assert set(draft.sections.values_list("number_of_saves", flat=True)) == {1}


def test_a_sweep_and_its_undo_have_rows_of_their_own_in_the_trail(client: Client, draft: Screening) -> None:
    post(client, draft, MH1="none")
    client.post(address("rest-not-known", draft, "MH"), {"seen": 1, "MH1": "none"})
    swept = SectionAnswers.objects.get()
    said = {code: entry["answer"] for code, entry in swept.entries.items()}
    client.post(address("undo-rest", draft, "MH"), {"seen": swept.number_of_saves, **said})
    done = list(Entry.objects.filter(subject=draft.pk, action__in=["screening.sweep", "screening.undo"]))
    assert {entry.action for entry in done} == {"screening.sweep", "screening.undo"}


@pytest.mark.parametrize("name", ["start-page", "told", "raise"])
def test_reading_a_page_of_a_draft_is_in_the_trail(people: Cast, client: Client, name: str) -> None:
    screening = screened(young_person(people), people.worker)
    assert client.get(address(name, screening)).status_code == 200
    assert Entry.objects.filter(action="screening.view", subject=screening.pk).count() == 1


def test_what_was_typed_after_the_signature_is_shown_for_copying(people: Cast, client: Client) -> None:
    screening = screened(young_person(people), people.worker, "2")
    sign(screening, people.worker)
    for name, more, typed in (
        ("section", ["MH"], {"seen": 1, "MH1": "clear", "MH1_note": "Wrenfield, at dawn."}),
        ("told", [], {"told_me_words": "Wrenfield, at dawn."}),
    ):
        answer = client.post(address(name, screening, *more), typed)
        assert answer.status_code == 409
        assert "Wrenfield, at dawn." in answer.content.decode()
    background = client.post(
        address("section", screening, "MH"), {"seen": 1}, headers={"X-Background": "1", "X-Requested-With": "fetch"}
    )
    assert background.json() == {"refused": "This screening is signed. It cannot be changed."}
    assert client.get(address("section", screening, "MH"), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("field", "place"),
    [("MH2_note", "#id_MH2_note"), ("", "#q-MH2"), ("password", "#q-MH2"), ("MH2_note x", "#q-MH2")],
)
def test_coming_back_leads_to_the_field_or_to_the_first_open_question(
    client: Client, draft: Screening, field: str, place: str
) -> None:
    post(client, draft, MH1="none", field=field)
    left = drafts.where_left(Screening.objects.with_record().get(pk=draft.pk))
    assert left == address("section", draft, "MH") + place


def test_the_rest_of_all_pages_is_offered_once_the_first_are_answered(people: Cast, client: Client) -> None:
    screening = screened(young_person(people), people.worker, "1")
    screening.sections.exclude(code__in=["XS", "XL"]).delete()
    offered = address("rest-not-known", screening, "all")
    assert offered in client.get(address("tasks", screening)).content.decode()
    screening.sections.filter(code="XL").delete()
    assert offered not in client.get(address("tasks", screening)).content.decode()
