"""The supervisor's unit: who has what, and giving it to another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from dashboards import unit as units
from referrals.services import reassigning

read_or_write = require_http_methods(["GET", "POST"])


@require_GET
@requires(Permission.VIEW_UNIT)
def unit(request: SignedInRequest) -> HttpResponse:
    page = units.unit_page(request.user)
    record("unit.list", "user", None, by=request.user.pk, ids=[row.person.pk for row in page["rows"]])
    return render(request, "dashboards/unit.html", page)


@read_or_write
@requires(Permission.VIEW_UNIT)
def worker(request: SignedInRequest, pk: UUID) -> HttpResponse:
    person = units.worker_under(request.user, pk)
    page = units.WorkerPage(request.user, person, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.form.is_valid():
        to, because = page.form.cleaned_data["to"], page.form.cleaned_data["because"]
        given = reassigning.reassign(person, page.form.chosen(), to=to, because=because, by=request.user)
        messages.success(request, units.given_words(given, to))
        for said in given.skipped:
            messages.warning(request, said)
        return redirect("dashboards:unit-worker", person.pk)
    record("unit.view_worker", "user", person.pk, by=request.user.pk, ids=page.shown())
    return render(request, "dashboards/unit_worker.html", page.context())
