"""An address as a person reads it: by its route, without the patterns, and without what somebody typed into it."""

import re
from uuid import UUID

from django.urls import Resolver404, resolve

GROUP = re.compile(r"\(\?P<(\w+)>[^)]*\)")
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
NO_ADDRESS = "(no such address)"


def readable(route: str) -> str:
    return GROUP.sub(r"<\1>", route).replace("^", "").removesuffix("$")


def with_ids_alone(path: str) -> str:
    """For logs: of what stands in the path only ids stay; a key of a link or a word gives way to its name."""
    try:
        match = resolve(path)
    except Resolver404:
        return NO_ADDRESS
    return "/" + PLACE.sub(lambda place: kept(place, match.kwargs), readable(match.route))


def kept(place: re.Match[str], values: dict[str, object]) -> str:
    value = values.get(place[1])
    return str(value) if isinstance(value, UUID) else f"<{place[1]}>"
