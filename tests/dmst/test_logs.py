import io
import json
import logging
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import structlog

from dmst.logs import JsonFormatter

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
