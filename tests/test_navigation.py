"""The menu says where somebody is."""

import re

import pytest
from django.urls import reverse

from accounts.permissions import Role
from tests.accounts.people import person
from tests.referrals.browsing import as_

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize(
    ("name", "place"),
    [("reports:runs", "Figures"), ("reports:register", "Figures"), ("dashboards:trail", "Trail"), ("home", "My day")],
)
def test_one_place_of_the_menu_is_where_somebody_is(name: str, place: str) -> None:
    page = as_(person(Role.AUDITOR)).get(reverse(name)).content.decode()
    menu = page.split("<nav")[1].split("</nav>")[0]
    assert re.findall(r'aria-current="page"[^>]*>\s*(.*?)\s*</a>', menu) == [place]
