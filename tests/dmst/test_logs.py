import io
import json
import logging
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import structlog
from django.test import Client
from django.urls import reverse

from dmst.logs import JsonFormatter
from notifications.models import Message
from tests.accounts.people import person

NAME = "Zuleika Canary"


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    writer = logging.StreamHandler(stream)
    writer.setFormatter(JsonFormatter())
    logger = logging.getLogger("logtest")
    logger.addHandler(writer)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    yield stream
    logger.removeHandler(writer)


@pytest.fixture
def root_log() -> Iterator[io.StringIO]:
    """What the product's own handler writes."""
    (handler,) = [each for each in logging.getLogger().handlers if isinstance(each.formatter, JsonFormatter)]
    assert isinstance(handler, logging.StreamHandler)
    stream = io.StringIO()
    usual = handler.setStream(stream)
    yield stream
    handler.setStream(usual)


def line(out: io.StringIO) -> dict[str, Any]:
    return json.loads(out.getvalue())


def test_a_line_has_time_level_logger_and_event(out: io.StringIO) -> None:
    structlog.get_logger("logtest").warning("mail.delayed", mail="m1", attempts=3, code="451")
    said = line(out)
    assert said.pop("time").endswith("+00:00")
    assert said == {
        "level": "warning",
        "logger": "logtest",
        "event": "mail.delayed",
        "code": "451",
        "mail": "m1",
        "attempts": 3,
    }


def test_a_key_that_is_not_on_the_list_is_dropped(out: io.StringIO) -> None:
    structlog.get_logger("logtest").info("request_started", user_agent=NAME, body=NAME, name=NAME)
    assert NAME not in out.getvalue()


def test_the_request_has_its_id_and_no_query(out: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r1", ip="10.0.0.1"):
        structlog.get_logger("logtest").info("request_finished", request=f"GET /young-people/?q={NAME}", code=200)
    said = line(out)
    assert (said["request_id"], said["request"], said["code"]) == ("r1", "GET /young-people/", 200)
    assert "10.0.0.1" not in out.getvalue()


PK = "5f0b1c1e-8c1a-4b0c-9f5e-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/", "/"),
        (f"/young-people/{PK}/edit/", f"/young-people/{PK}/edit/"),
        (f"/screenings/{PK}/section/{NAME.split()[0]}/", f"/screenings/{PK}/section/<code>/"),
        ("/accounts/password/reset/key/2zk-d5x0-8f1c22/", "/accounts/password/reset/key/<uidb36>-<key>/"),
        (f"/accounts/login/?next=/{NAME}/", "/accounts/login/"),
        (f"/{NAME}/", "(no such address)"),
        (f"/young-people/{NAME}/edit/", "(no such address)"),
    ],
)
def test_of_an_address_the_route_and_its_ids_stay_and_nothing_that_was_typed(
    out: io.StringIO, address: str, said: str
) -> None:
    structlog.get_logger("logtest").info("request_started", request=f"POST {address}")
    assert line(out)["request"] == f"POST {said}"


@pytest.mark.django_db(databases="__all__")
def test_the_link_of_a_forgotten_password_is_not_in_the_log(client: Client, root_log: io.StringIO) -> None:
    person(email="worker@dcf.example")
    client.post(reverse("account_reset_password"), {"email": "worker@dcf.example"})
    link = re.search(r"/accounts/password/reset/key/(\S+)/", Message.objects.get().raw)
    assert link
    client.get(link[0])
    client.get(f"/no/such/{link[1]}/")
    said = root_log.getvalue()
    assert "POST /accounts/password/reset/" in said
    assert "GET /accounts/password/reset/key/<uidb36>-<key>/" in said
    assert link[1].partition("-")[2] not in said


@pytest.mark.parametrize(
    ("words", "args", "event"),
    [
        ("Booting worker with pid: %s", (123,), "Booting worker with pid: 123"),
        ("Not Found: %s", (f"/{NAME}/",), "Not Found: ***"),
        ("%(name)s took %(runtime).1fs", {"name": NAME, "runtime": 0.25}, "*** took 0.2s"),
        ("Task %s", ("5f0b1c1e-8c1a-4b0c-9f5e-0a1b2c3d4e5f",), "Task 5f0b1c1e-8c1a-4b0c-9f5e-0a1b2c3d4e5f"),
        ("in %d parts", (Decimal(3),), "in %d parts"),
    ],
)
def test_a_librarys_values_stay_out_unless_they_are_numbers_or_ids(
    out: io.StringIO, words: str, args: Any, event: str
) -> None:
    logging.getLogger("logtest").info(words, *((args,) if isinstance(args, dict) else args))
    assert line(out)["event"] == event


def test_an_error_leaves_its_type_and_place_but_neither_words_nor_variables(out: io.StringIO) -> None:
    def fails(name: str) -> None:
        try:
            raise KeyError(name)
        except KeyError as error:
            raise ValueError(f"duplicate key: {name}") from error

    try:
        fails(NAME)
    except ValueError:
        structlog.get_logger("logtest").exception("request_failed")
    said = line(out)
    assert said["error"] == "ValueError < KeyError"
    assert any(place.endswith("fails") for place in said["at"])
    assert NAME not in out.getvalue()


def test_what_contains_line_ends_is_one_line(out: io.StringIO) -> None:
    logging.getLogger("logtest").info("one\ntwo")
    assert out.getvalue().count("\n") == 1
