"""Before the questions, and the level raised: what is filled in, asked again, and taken back."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from audit import clock
from screening import outcome, results, services
from screening.models import Screening
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, cast, screened, young_person
from youth.models import Youth

pytestmark = pytest.mark.django_db(databases="__all__")
ADULT = {"trigger": "routine", "G1": "18_plus", "G2": "no", "G3": "in_care", "G4": "not_missing", "G5": "no"}


@pytest.fixture
def people() -> Cast:
    return cast()


def again(screening: Screening) -> Screening:
    return Screening.objects.with_record().get(pk=screening.pk)


@pytest.mark.parametrize(("known", "gate"), [("known", "13_17"), ("estimated", None)])
def test_age_is_filled_in_from_a_birth_date_that_is_known(people: Cast, known: str, gate: str | None) -> None:
    draft = services.start(young_person(people, birth_known=known), by=people.worker)
    assert draft.gates.get("G1") == gate


def test_age_is_that_of_the_local_day() -> None:
    youth = Youth(birth_date=dt.date(2008, 6, 2), birth_known="known")
    evening_before = dt.datetime(2026, 6, 2, 2, 0, tzinfo=dt.UTC)  # June 1, 10 in the evening in Connecticut
    assert services.known_age(youth, evening_before) == "13_17"
    assert services.known_age(youth, evening_before + dt.timedelta(hours=4)) == "18_plus"


@pytest.mark.parametrize("more", [{}, {"is_adult": "on"}], ids=["not confirmed", "confirmed"])
def test_18_or_over_against_a_known_birth_date_asks_once_more(people: Cast, more: dict[str, str]) -> None:
    draft = services.start(young_person(people), by=people.worker)
    answer = as_(people.worker).post(reverse("screening:start-page", args=[draft.pk]), {**ADULT, **more})
    assert answer.status_code == (302 if more else 200)
    assert again(draft).gates["G1"] == ("18_plus" if more else "13_17")


def test_an_age_that_is_estimated_stands_there_to_be_confirmed_and_a_minor_is_not_asked_as_an_adult(
    people: Cast,
) -> None:
    client = as_(people.worker)
    guessed = services.start(young_person(people, birth_known="estimated"), by=people.worker)
    form = client.get(reverse("screening:start-page", args=[guessed.pk])).context["form"]
    assert (form["G1"].value(), "G2" in form.fields) == ("13_17", True)
    known = services.start(young_person(people), by=people.worker)
    form = client.get(reverse("screening:start-page", args=[known.pk])).context["form"]
    assert (form["G1"].value(), "G2" in form.fields) == ("13_17", False)


def test_nobody_is_asked_twice_about_an_age_that_is_not_known(people: Cast) -> None:
    draft = services.start(young_person(people, birth_date=None, birth_known="unknown"), by=people.worker)
    assert as_(people.worker).post(reverse("screening:start-page", args=[draft.pk]), ADULT).status_code == 302


def raised(people: Cast, level: str, to: str) -> Screening:
    screening = screened(young_person(people), people.worker, level)
    services.raise_level(screening, to, reason="She looks over her shoulder.", by=people.worker)
    return again(screening)


def test_a_raise_can_be_taken_back_before_the_signature(people: Cast) -> None:
    screening = raised(people, "2", "3")
    place = reverse("screening:raise", args=[screening.pk])
    page = as_(people.worker).get(place)
    assert "No raise: what the answers come to" in page.content.decode()
    typed = {"seen": page.context["form"].initial["seen"], "level": "", "raise_reason": ""}
    assert as_(people.worker).post(place, typed).status_code == 302
    screening = again(screening)
    assert (screening.raised_to, screening.raise_reason, results.result_of(screening).level) == ("", "", "2")


@pytest.mark.parametrize("typed", [{"level": "3"}, {"level": "", "raise_reason": "Why not."}])
def test_a_raise_needs_a_level_and_a_reason(people: Cast, typed: dict[str, Any]) -> None:
    screening = screened(young_person(people), people.worker, "2")
    answer = as_(people.worker).post(reverse("screening:raise", args=[screening.pk]), typed)
    assert answer.status_code == 200
    assert again(screening).raised_to == ""


def test_at_the_highest_level_no_raise_is_offered(people: Cast) -> None:
    screening = screened(young_person(people), people.worker, "4")
    page = as_(people.worker).get(reverse("screening:result", args=[screening.pk])).content.decode()
    assert reverse("screening:raise", args=[screening.pk]) not in page


def test_from_too_little_information_every_real_level_is_offered(people: Cast) -> None:
    shown = outcome.result_page(screened(young_person(people), people.worker, "U"))
    assert [level for level, _label in shown["higher"]] == ["2", "3", "4"]


def test_a_raise_that_the_answers_have_overtaken_is_none(people: Cast) -> None:
    screening = raised(people, "2", "3")
    part = screening.sections.get(code="XS")
    source = screening.sources.get()
    told = {"answer": "clear", "sources": [str(source.pk)], "note": "Told."}
    part.open_items = {**part.open_items, "XS1": told}
    part.save()
    assert not outcome.result_page(again(screening))["is_raised"]
    signed = services.finalize(screening, by=people.worker)
    assert (signed.level, signed.computed_level, signed.raised_to) == ("4", "4", "")


def test_drafts_are_listed_with_their_age(people: Cast) -> None:
    draft = services.start(young_person(people), by=people.worker)
    Screening.objects.filter(pk=draft.pk).update(started_at=clock.now() - dt.timedelta(days=3))
    assert "Started 3 days ago" in as_(people.worker).get(reverse("screening:mine")).content.decode()
