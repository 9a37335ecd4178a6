"""A view that does nothing but send the statements of a recorded section save, in one transaction."""

import json
from functools import cache

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse
from django.urls import path

from bench.sites.recording import folder


@cache
def recorded() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads((folder() / "product-section-save.json").read_text())
    return found


def send(line: BaseDatabaseWrapper, statements: list[str]) -> None:
    with line.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
            if cursor.description:
                cursor.fetchall()


def bare(request: HttpRequest) -> HttpResponse:
    with transaction.atomic():
        for alias, statements in recorded().items():
            send(connections[alias], statements)
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns = [path("bare/", bare)]
