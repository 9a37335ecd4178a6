"""The result page: the duty first, the level in words, reasons, unknowns, and what could still change."""

import pytest
from django.urls import reverse

from screening import outcome
from screening.models import Screening
from screening.services import raise_level
from tests.referrals.browsing import as_
from tests.referrals.story import ADULT, MINOR, Cast, cast, screened, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return cast()


def page_of(people: Cast, screening: Screening) -> str:
    return as_(people.worker).get(reverse("screening:result", args=[screening.pk])).content.decode()


def test_an_open_legal_duty_is_the_headline_and_the_level_stands_below(people: Cast) -> None:
    page = page_of(people, screened(young_person(people), people.worker, "4"))
    duty, level = page.index('class="duty"'), page.index("Told or evidenced")
    assert duty < level
    assert "within 12 hours" in page
    assert "Not validated" in page


@pytest.mark.parametrize(
    ("clear", "level", "headline", "number"),
    [
        ("EP1", "1", "Suicide-safety procedure", "tel:988"),
        ("RC2", "2", "Are they safe tonight?", ""),
    ],
)
def test_what_an_answer_asks_for_is_the_headline_at_any_level(
    people: Cast, clear: str, level: str, headline: str, number: str
) -> None:
    screening = screened(young_person(people), people.worker, "1", clear=(clear,) if level == "1" else ())
    if level == "2":
        part = screening.sections.get(code="RC")
        part.open_items = {**part.open_items, "RC2": {"answer": "possible"}, "RC1": {"answer": "possible"}}
        part.save()
        screening = Screening.objects.with_record().get(pk=screening.pk)
    shown = outcome.result_page(screening)
    assert (shown["found"].level, shown["duty"]["name"]) == (level, headline)
    assert shown["duty"]["code"] not in [action["code"] for action in shown["worker_actions"]]
    if number:
        assert f'href="{number}"' in page_of(people, screening)


def test_what_only_the_level_proposes_is_no_headline(people: Cast) -> None:
    assert outcome.result_page(screened(young_person(people), people.worker, "2"))["duty"] is None


def test_the_headline_is_short_and_its_number_can_be_pressed(people: Cast) -> None:
    page = page_of(people, screened(young_person(people), people.worker, "4"))
    assert '<h1 class="duty">Report to the Careline, 1-800-842-2288</h1>' in page
    assert 'href="tel:1-800-842-2288"' in page.split("</h1>")[1].split('class="level-title"')[0]


def test_a_reason_names_its_items_and_what_was_answered(people: Cast) -> None:
    shown = outcome.result_page(screened(young_person(people), people.worker, "4"))
    told = next(reason for reason in shown["reasons"] if reason["rule"] == "R1")
    assert [answer for _text, answer in told["items"]] == ["Clear"]


def test_what_alone_would_raise_it_is_listed_and_who_could_know(people: Cast) -> None:
    shown = outcome.result_page(screened(young_person(people), people.worker, "U"))
    assert shown["found"].level == "U"
    assert shown["raisers"]
    assert not shown["are_pairs"]
    assert len(shown["unknown"]) == 43
    assert all(who for _text, who in shown["unknown"])


def test_a_raise_leaves_the_computed_level_beside_it(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "2")
    raise_level(screening, "3", reason="She looks over her shoulder.", by=people.worker)
    page = page_of(people, screening)
    assert "raised this from “At risk: plan and consult” to “Suspected: refer today”" in page
    assert "She looks over her shoulder." in page
    assert "Suspected: refer today" in page


@pytest.mark.parametrize(
    ("gates", "level", "asked"),
    [
        (MINOR, "4", ["G6", "G7"]),
        (MINOR, "3", ["G6"]),
        (MINOR, "2", []),
        (ADULT, "4", ["G7"]),
    ],
)
def test_what_is_asked_on_the_result_depends_on_age_and_level(
    people: Cast, gates: dict[str, str], level: str, asked: list[str]
) -> None:
    screening = screened(young_person(people), people.worker, level, gates=gates)
    assert outcome.result_page(screening)["asks"]["asked"] == asked


def test_a_signed_screening_shows_its_sources_and_notes_as_they_were(people: Cast) -> None:
    parts = dict(outcome.answered_parts(screened(young_person(people), people.worker, "4")))
    rows = [row for rows in parts.values() for row in rows if row["note"]]
    assert [(row["answer"], row["sources"], row["note"]) for row in rows] == [
        ("Clear", ["The young person's own words"], "Seen.")
    ]
