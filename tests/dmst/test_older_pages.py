"""A page that is older than the last sign-in: what it sends is refused, and offered back to whoever sent it."""

import pytest
from django.test import Client
from django.urls import reverse

from dmst.models import KeptPost
from screening import services
from screening.models import Screening
from tests.referrals.story import MINOR, Cast, cast, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

FROM_HERE = {"sec-fetch-site": "same-origin"}
TYPED = {"seen": "0", "XS2_note": "Said so in the car."}


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def section(people: Cast) -> str:
    draft = services.start(young_person(people), by=people.worker)
    services.save_start(draft, trigger="allegation", gates=MINOR, by=people.worker)
    return reverse("screening:section", args=[draft.pk, "XS"])


@pytest.fixture
def browser(people: Cast) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.worker)
    return client


def nothing_saved() -> bool:
    return not Screening.objects.get().sections.exists()


def test_what_an_older_page_of_ours_sends_is_offered_back(browser: Client, section: str) -> None:
    answer = browser.post(section, TYPED, headers=FROM_HERE)
    assert answer.headers["Location"] == reverse("kept", args=[KeptPost.objects.get().pk])
    assert nothing_saved()
    assert "Said so in the car." in browser.get(answer.headers["Location"]).content.decode()


def test_a_script_of_an_older_page_is_told_and_nothing_is_kept_behind_its_back(browser: Client, section: str) -> None:
    headers = {**FROM_HERE, "x-background": "1", "x-requested-with": "fetch"}
    answer = browser.post(section, TYPED, headers=headers)
    assert answer.status_code == 403
    assert "Press the button that saves it" in answer.json()["refused"]
    assert not KeptPost.objects.exists()


@pytest.mark.parametrize("site", ["", "cross-site", "same-site", "none"])
def test_what_another_site_sends_is_refused_and_not_kept(browser: Client, section: str, site: str) -> None:
    answer = browser.post(section, TYPED, headers={"sec-fetch-site": site} if site else {})
    assert answer.status_code == 403
    assert not KeptPost.objects.exists()
    assert nothing_saved()


def test_a_strangers_form_is_refused(section: str) -> None:
    assert Client(enforce_csrf_checks=True).post(section, TYPED, headers=FROM_HERE).status_code in (302, 403)
    assert not KeptPost.objects.exists()
