"""The supervisor's unit: who has what, and giving it to another."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import Permission, grants, open_to_all_signed_in, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from dashboards import acting as actings
from dashboards import care
from dashboards import today as todays
from dashboards import unit as units
from dashboards import unit_lists as lists
from notifications import notices
from referrals.services import reassigning
from youth import services as youths

read_or_write = require_http_methods(["GET", "POST"])


@require_GET
@requires(Permission.VIEW_UNIT)
def unit(request: SignedInRequest) -> HttpResponse:
    page = todays.unit_page(request.user)
    workers = [one.person for one, _said in page["workers"] if one.person != request.user]
    page["read_much"] = len(care.who_read_much(workers, page["now"]))
    record("unit.list", "user", None, by=request.user.pk, ids=[one.person.pk for one, _said in page["workers"]])
    record("youth.list", "youth", None, by=request.user.pk, ids=todays.shown_youths(page["late"]))
    return render(request, "dashboards/unit.html", page)


@require_GET
@requires(Permission.VIEW_UNIT)
def duties(request: SignedInRequest) -> HttpResponse:
    """The list behind a number of the unit's page."""
    page = lists.duties_page(request.user, request.GET)
    record("youth.list", "youth", None, by=request.user.pk, ids=todays.shown_youths(page["rows"]))
    return render(request, "dashboards/unit_duties.html", page)


@require_GET
@requires(Permission.VIEW_UNIT)
def drafts(request: SignedInRequest) -> HttpResponse:
    """The list behind the number of drafts: who has them, and nothing of what they say."""
    page = lists.drafts_page(request.user, request.GET)
    record("youth.list", "youth", None, by=request.user.pk, ids=[row.youth for row in page["rows"]])
    return render(request, "dashboards/unit_drafts.html", page)


@require_GET
@open_to_all_signed_in
def left(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """From the news that somebody has left: to what they had, as whoever reads it hands it on."""
    get_object_or_404(User, pk=pk, is_active=False)
    notices.mark_seen(request.user.pk, kind="user", subject=pk)
    if grants(request.user, Permission.VIEW_UNIT):
        return redirect("dashboards:unit-worker", pk)
    return redirect(f"{reverse('referrals:inbox', args=['all'])}?owner={pk}")


@require_POST
@requires(Permission.VIEW_UNIT)
def offer_support(request: SignedInRequest) -> HttpResponse:
    care.offer_support(by=request.user)
    messages.success(request, _("Offered, in the app and to them alone."))
    return redirect("dashboards:unit")


@require_GET
@open_to_all_signed_in
def care_for(request: SignedInRequest, pk: UUID) -> HttpResponse:
    page = care.care_page(request.user, pk)
    notices.mark_seen(request.user.pk, kind="care", subject=pk)
    return render(request, "dashboards/care.html", page)


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


@read_or_write
@requires(Permission.VIEW_UNIT)
def acting(request: SignedInRequest, pk: UUID) -> HttpResponse:
    unit = actings.unit_led(request.user, pk)
    form = actings.form_of(unit, request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form and form.is_valid():
        said = form.cleaned_data
        youths.name_acting(unit, said["person"], said["until"], by=request.user)
        messages.success(request, actings.named_words(said["person"], said["until"]))
        return redirect("dashboards:unit")
    notices.mark_seen(request.user.pk, kind="unit", subject=unit.pk)
    record("unit.view_acting", "unit", unit.pk, by=request.user.pk)
    return render(request, "dashboards/acting.html", actings.page(unit, form))


@require_POST
@requires(Permission.VIEW_UNIT)
def end_acting(request: SignedInRequest, pk: UUID) -> HttpResponse:
    unit = actings.unit_led(request.user, pk)
    youths.end_acting(unit, by=request.user)
    messages.success(request, _("Nobody acts for %(name)s any more.") % {"name": unit.supervisor.display_name})
    return redirect("dashboards:unit")
