"""Offices, who is there, and providers. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Absence, Cover, Office, OnCallShift
from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from administration import forms, pages, services
from administration.pages import FormPage
from administration.views import answered, read_or_write
from referrals.models import Provider

ROSTER = "administration:roster"


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def offices(request: SignedInRequest) -> HttpResponse:
    return render(request, "administration/offices.html", pages.offices_page())


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def office(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Office, pk=pk)
    page = pages.office_page(found, forms.CoverForm(), forms.TownForm(of=found))
    return render(request, "administration/office.html", page)


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def cover(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Office, pk=pk)
    form, here = forms.CoverForm(request.POST if request.method == "POST" else None), services.office_page(found)
    intro = _("A liaison who covers it already gets the new backup and place in the order.")
    page = FormPage(_("Who covers %(office)s") % {"office": found}, form, here, found.name, intro)
    return answered(
        request, page, lambda: services.cover(found, **form.cleaned_data, by=request.user), _("Kept."), here
    )


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def move_town(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Office, pk=pk)
    form, here = (
        forms.TownForm(request.POST if request.method == "POST" else None, of=found),
        services.office_page(found),
    )
    intro = _("What comes from there goes to the other office from then on. What is open stays where it is.")
    page = FormPage(_("A town of %(office)s goes elsewhere") % {"office": found}, form, here, found.name, intro)
    return answered(request, page, lambda: services.move_town(**form.cleaned_data, by=request.user), _("Kept."), here)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def end_cover(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Cover, pk=pk)
    services.end_cover(found, by=request.user)
    messages.success(request, _("They cover it no longer."))
    return redirect(services.office_page(found.office))


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def roster(request: SignedInRequest) -> HttpResponse:
    return render(request, "administration/roster.html", pages.roster_page())


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def absence(request: SignedInRequest) -> HttpResponse:
    form = forms.AbsenceForm(request.POST if request.method == "POST" else None)
    page = FormPage(_("Somebody is away"), form, reverse(ROSTER), _("Who is there"))
    return answered(
        request, page, lambda: services.set_absence(**form.cleaned_data, by=request.user), _("Kept."), reverse(ROSTER)
    )


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def shift(request: SignedInRequest) -> HttpResponse:
    form = forms.ShiftForm(request.POST if request.method == "POST" else None)
    page = FormPage(_("Somebody is on call"), form, reverse(ROSTER), _("Who is there"))
    return answered(
        request, page, lambda: services.set_on_call(**form.cleaned_data, by=request.user), _("Kept."), reverse(ROSTER)
    )


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def end_absence(request: SignedInRequest, pk: UUID) -> HttpResponse:
    services.end_absence(get_object_or_404(Absence, pk=pk), by=request.user)
    messages.success(request, _("They are there again."))
    return redirect(ROSTER)


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def end_shift(request: SignedInRequest, pk: UUID) -> HttpResponse:
    services.end_shift(get_object_or_404(OnCallShift, pk=pk), by=request.user)
    messages.success(request, _("The shift is taken off the roster."))
    return redirect(ROSTER)


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def hours(request: SignedInRequest) -> HttpResponse:
    form = forms.HoursForm(request.POST if request.method == "POST" else None)
    intro = _("Clocks in business hours and days run only then. Hours of a day that was decided already are replaced.")
    page = FormPage(_("HART works other hours"), form, reverse(ROSTER), _("Who is there"), intro)
    return answered(
        request, page, lambda: services.set_hours(**form.cleaned_data, by=request.user), _("Kept."), reverse(ROSTER)
    )


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def providers(request: SignedInRequest) -> HttpResponse:
    return render(request, "administration/providers.html", pages.providers_page())


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def provider(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    found = get_object_or_404(Provider, pk=pk) if pk else Provider()
    values = {name: getattr(found, name) for name in forms.ProviderForm.Meta.fields}
    form = forms.ProviderForm(request.POST if request.method == "POST" else None, initial=values)
    back = reverse("administration:providers")
    page = FormPage(found.name or _("A new provider"), form, back, _("Providers"))
    return answered(
        request, page, lambda: services.keep_provider(found, form.cleaned_data, by=request.user), _("Kept."), back
    )
