"""Logs: one JSON object a line, made of named keys alone, so that case data has no way in.

Our own loggers say codes and ids, and of an address its route. What libraries say keeps its words, but of the
values in it only numbers and ids. Of an error its type and the lines it passed stay, never its message or its
variables: a database error quotes the row.
"""

import json
import logging
import re
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

import structlog

from dmst.routes import with_ids_alone

KEPT = ("request_id", "user_id", "request", "code", "task", "task_id", "mail", "attempts")
LONGEST = 300  # characters of one value
FRAMES = 15
ID = re.compile(r"^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$", re.IGNORECASE)
LEFT_OUT = "***"


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = {**structlog.contextvars.get_contextvars(), **getattr(record, "said", {})}
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": event_of(record),
            **{key: clear(key, said[key]) for key in KEPT if said.get(key) is not None},
            **failure_of(record),
        }
        return json.dumps(line)


def event_of(record: logging.LogRecord) -> str:
    words = str(record.msg)
    if record.args:
        with suppress(TypeError, ValueError, KeyError):  # a place wants a number and has none: the bare words do
            words = words % masked(record.args)
    return words[:LONGEST]


def masked(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: mask(value) for name, value in args.items()}
    return tuple(mask(value) for value in args)


def mask(value: Any) -> Any:
    return value if isinstance(value, int | float) or ID.match(str(value)) else LEFT_OUT


def clear(key: str, value: Any) -> str | int | float:
    if isinstance(value, int | float):
        return value
    return (asked(str(value)) if key == "request" else str(value))[:LONGEST]


def asked(request: str) -> str:
    """The method and the route: a path may hold the key of a link, or words somebody typed."""
    method, _space, address = request.partition(" ")
    return f"{method} {with_ids_alone(address.partition('?')[0])}"


def failure_of(record: logging.LogRecord) -> dict[str, Any]:
    """The error's type, those behind it, and where it passed."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    places = ["/".join(PurePath(frame.filename).parts[-2:]) + f":{frame.lineno} {frame.name}" for frame in frames]
    return {"error": " < ".join(type(each).__name__ for each in causes(error)), "at": places}


def causes(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in chain:
        chain.append(each)
        each = each.__cause__ or each.__context__
    return chain


def to_record(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> tuple[tuple[str], dict[str, Any]]:
    """Hand what our loggers said to the standard library, where the formatter picks what may be written."""
    words = str(event.pop("event", ""))
    passed = {"exc_info": event.pop("exc_info", None), "stack_info": None}
    return (words,), {**passed, "extra": {"said": dict(event)}}


structlog.configure(
    processors=[structlog.stdlib.filter_by_level, to_record],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
)
