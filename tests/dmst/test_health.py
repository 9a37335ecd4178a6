import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from dmst import health
from tests.clock import later
from tests.notifications.conftest import written
from tests.sources import ROOT

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


def test_it_is_asked_outside_the_transaction_of_a_request(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked_of:
        answer = client.get("/health/")
    assert (answer.status_code, answer.json()["database"]) == (200, "well")
    assert "no-store" in answer["Cache-Control"]
    said = " ".join(query["sql"] for query in asked_of)
    assert "SELECT 1" in said
    assert "set_config" not in said


ASK = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
client.cookies["session"] = "a session that cannot be looked up"
health, page = client.get("/health/"), client.get("/danger/")
print(health.status_code, health.content.decode(), page.status_code)
"""


@pytest.mark.parametrize(
    ("gone", "parts"),
    [
        (("DATABASE_URL",), {"database": "unwell", "keys": "well", "mail": "unwell"}),
        (("KEYS_URL",), {"database": "well", "keys": "unwell", "mail": "well"}),
        (("DATABASE_URL", "KEYS_URL"), {"database": "unwell", "keys": "unwell", "mail": "unwell"}),
    ],
)
def test_without_a_database_it_is_unavailable_and_says_which_part(gone: tuple[str, ...], parts: dict[str, str]) -> None:
    nowhere = dict.fromkeys(gone, "postgres://dmst_app@127.0.0.1:9/dmst")
    asked = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env={**os.environ, **nowhere}, capture_output=True, text=True, check=True
    )
    health, _space, rest = asked.stdout.partition(" ")
    words, _space, page = rest.rpartition(" ")
    assert (health, json.loads(words)) == ("503", parts)
    assert page.strip() == ("500" if "DATABASE_URL" in gone else "302")
