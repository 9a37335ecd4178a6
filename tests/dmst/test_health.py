import json
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory

from dmst import health
from tests.notifications.conftest import later, written

pytestmark = pytest.mark.django_db(databases="__all__")


def asked() -> tuple[int, Any]:
    response = health.health(RequestFactory().get("/health/"))
    return response.status_code, json.loads(response.content)


def test_a_well_service_says_so_by_parts() -> None:
    assert asked() == (200, {"database": "well", "keys": "well", "mail": "well"})


def test_a_mail_that_has_waited_for_ten_minutes_turns_it_red_and_tells_nothing_else() -> None:
    written(to="somebody@office.example")
    later("9 minutes")
    assert asked()[0] == 200
    later("1 minute")
    assert asked() == (503, {"database": "well", "keys": "well", "mail": "unwell"})


def test_a_part_that_fails_is_unwell_and_the_next_is_still_asked() -> None:
    def fails() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        return True

    assert not health.is_well("default", fails)
    assert health.is_well("default", lambda: health.answers("default"))


def test_a_stranger_may_ask() -> None:
    assert health.health.login_required is False
