"""The product's addresses, and among them a view that sends the statements of a recorded section save and no more."""

from functools import cache
from uuid import UUID

from django.db import connections
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit import clock
from audit.trail import record
from bench.grouping import grouped
from bench.sites.bare_pages import recorded, send
from dmst.urls import urlpatterns as addresses
from reports import periods
from tests.queries import Sent


@cache
def own_statements() -> tuple[dict[str, list[str]], bool]:
    """Those that the middleware does not send by itself; and whether the trail is to be written."""
    own, trail = {}, False
    for alias, statements in recorded().items():
        sent = Sent()
        for sql in statements:
            sent.add(sql)
        own[alias], trail = sent.domain, trail or "trail" in sent.overhead
    return own, trail


@require_POST
@requires(Permission.SCREEN)
def bare(request: SignedInRequest) -> HttpResponse:
    own, trail = own_statements()
    for alias, statements in own.items():
        send(connections[alias], statements)
    if trail:
        record("screening.save", "screening", None, by=request.user.pk)
    return HttpResponse(status=302, headers={"Location": "/"})


@requires(Permission.VIEW_FIGURES)
def plain_figures(request: SignedInRequest, name: str, written: str, before: str = "") -> HttpResponse:
    """At a glance, or that and all the rest."""
    found = [periods.named(one, clock.now()) for one in (written, before) if one]
    names = {"glance": ["glance"], "figures": ["glance", "figures"]}[name]
    spans = [{"first": period.starts_at, "end": period.ends_at} for period in found]
    rows = sum(grouped(one, span) for one in names for span in spans)
    return HttpResponse(str(rows))


@requires(Permission.VIEW_UNIT)
def plain_unit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(str(grouped("unit", {"unit": pk})))


urlpatterns = [
    *addresses,
    path("bare/", bare, name="bare"),
    path("plain/<slug:name>/of/<slug:written>/", plain_figures),
    path("plain/<slug:name>/of/<slug:written>/<slug:before>/", plain_figures),
    path("plain/unit/<uuid:pk>/", plain_unit),
]
