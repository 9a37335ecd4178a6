"""The menu says where somebody is."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.accounts.people import person
from tests.referrals.browsing import as_

pytestmark = pytest.mark.django_db(databases="__all__")


def current_places(page: str) -> list[str]:
    menu = page.split("<nav")[1].split("</nav>")[0]
    return re.findall(r'aria-current="page"[^>]*>\s*(.*?)\s*</a>', menu)


@pytest.mark.parametrize(
    ("name", "place"),
    [("reports:runs", "Figures"), ("reports:register", "Figures"), ("dashboards:trail", "Trail")],
)
def test_one_place_of_the_menu_is_where_somebody_is(name: str, place: str) -> None:
    page = as_(person(Role.AUDITOR)).get(reverse(name)).content.decode()
    assert current_places(page) == [place]


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.CASEWORKER, "My day"),
        (Role.SUPERVISOR, "My unit"),
        (Role.LIAISON, "Inbox"),
        (Role.LEAD, "Inbox"),
        (Role.AUDITOR, "Trail"),
        (Role.ADMINISTRATOR, "Administration"),
    ],
)
def test_each_role_begins_where_its_work_does(role: Role, name: str) -> None:
    page = as_(person(role)).get(reverse("home"), follow=True).content.decode()
    assert current_places(page) == [name]
