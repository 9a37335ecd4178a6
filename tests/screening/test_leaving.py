"""From a section to any other page, or with one press to the result: nothing is skipped unseen, nothing is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from screening import services
from screening.models import Screening
from tests.referrals.browsing import as_
from tests.referrals.story import MINOR, Cast, cast, screened, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def client(people: Cast) -> Client:
    return as_(people.worker)


@pytest.fixture
def draft(people: Cast) -> Screening:
    """With the signs of exploitation answered, and no other page."""
    found = screened(young_person(people), people.worker, "1")
    found.sections.exclude(code__in=["XS", "XL"]).delete()
    return Screening.objects.with_record().get(pk=found.pk)


def address(draft: Screening, name: str = "section", code: str = "MH") -> str:
    return reverse(f"screening:{name}", args=[draft.pk, code])


def answers(draft: Screening) -> dict[str, str]:
    return Screening.objects.with_record().get(pk=draft.pk).answers()


def test_a_page_is_saved_on_the_way_to_any_other(client: Client, draft: Screening) -> None:
    answer = client.post(address(draft) + "?then=OT", {"seen": "0", "MH1": "none"})
    assert answer["Location"] == address(draft, code="OT")
    assert answers(draft)["MH1"] == "none"


def test_a_page_that_lacks_something_says_so_before_it_is_left(client: Client, draft: Screening) -> None:
    page = client.post(address(draft) + "?then=OT", {"seen": "0", "MH2": "possible"})
    assert "Choose where this comes from" in page.content.decode()


def test_one_press_answers_all_that_is_left_and_shows_the_result(client: Client, draft: Screening) -> None:
    page = client.post(address(draft, "rest-not-known") + "?then=result", {"seen": "0", "MH1": "none"}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("screening:result", args=[draft.pk])
    said = page.content.decode()
    assert "answers are now Not known." in said
    assert reverse("screening:undo-rest", args=[draft.pk, "all"]) in said
    assert answers(draft)["MH1"] == "none"
    assert answers(draft)["EP1"] == "unknown"


def test_that_press_is_not_there_before_the_signs_of_exploitation_are_answered(people: Cast, client: Client) -> None:
    started = services.start(young_person(people), by=people.worker)
    draft = services.save_start(started, trigger="allegation", gates=MINOR, by=people.worker)
    assert "?then=result" not in client.get(address(draft)).content.decode()
    client.post(address(draft, "rest-not-known") + "?then=result", {"seen": "0"})
    assert set(answers(draft)) == {item.code for item in draft.instrument.domain("MH").indicators}


def test_a_page_that_lacks_a_source_is_asked_for_it_before_anything_is_swept(client: Client, draft: Screening) -> None:
    page = client.post(address(draft, "rest-not-known") + "?then=result", {"seen": "0", "MH2": "possible"})
    assert "Choose where this comes from" in page.content.decode()
    assert answers(draft)["MH2"] == "possible"
    assert "unknown" not in answers(draft).values()
