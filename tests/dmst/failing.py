"""A web application that fails at once, with whoever asked for what in its words."""

from collections.abc import Callable
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    raise ValueError(environ["QUERY_STRING"])
