"""What a page weighs on its first load, as it travels compressed: the field flow is used on a phone, in a car."""

import gzip
from collections.abc import Iterable

import pytest
from django.urls import reverse
from playwright.sync_api import Response

from accounts.models import User
from audit import trail
from tests.browser.conftest import Opened
from tests.referrals import story
from tests.referrals.story import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.unrecorded]

FORM, LIST = (150_000, 12), (200_000, 15)  # bytes and requests
COMPRESSED_ALREADY = ("font/", "image/png", "image/jpeg", "image/webp")
REFERRALS = 25  # a full page of the inbox


@pytest.fixture
def people(transactional_db: None) -> Cast:
    with trail.acting("test"):
        return story.cast()


def weight(responses: Iterable[Response]) -> int:
    """The server here does not compress; the one in front of a real one does."""
    return sum(len(sent(response)) for response in responses)


def sent(response: Response) -> bytes:
    body, kind = response.body(), response.headers.get("content-type", "")
    return body if kind.startswith(COMPRESSED_ALREADY) else gzip.compress(body, 6)


def first_load(opened: Opened, person: User, path: str) -> tuple[int, int, str]:
    page = opened(person).new_page()
    responses: list[Response] = []
    page.on("response", lambda response: responses.append(response))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    listed = "\n".join(f"{len(sent(response)):>7} {response.url}" for response in responses)
    return weight(responses), len(responses), listed


@pytest.mark.parametrize("code", ["XS", "RC"])
def test_a_page_of_the_screening_is_light(opened: Opened, people: Cast, code: str) -> None:
    with trail.acting("test"):
        screening = story.screened(story.young_person(people), people.worker, "4")
    found, requests, listed = first_load(opened, people.worker, reverse("screening:section", args=[screening.pk, code]))
    assert (found <= FORM[0], requests <= FORM[1]) == (True, True), f"{found} bytes, {requests} requests\n{listed}"


def test_the_inbox_is_light(opened: Opened, people: Cast) -> None:
    with trail.acting("test"):
        for number in range(REFERRALS):
            story.sent(people, youth=story.young_person(people, legal_first=f"Invented{number}"))
    found, requests, listed = first_load(opened, people.liaison, reverse("referrals:inbox", args=["all"]))
    assert (found <= LIST[0], requests <= LIST[1]) == (True, True), f"{found} bytes, {requests} requests\n{listed}"
