"""People and units. A view fetches, calls, says, goes."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit, User
from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from administration import forms, pages, services
from administration.pages import FormPage
from audit.trail import record

read_or_write = require_http_methods(["GET", "POST"])
PEOPLE, UNITS = "administration:people", "administration:units"


def answered(
    request: SignedInRequest, page: FormPage, change: Callable[[], object], done: str, to: str
) -> HttpResponse:
    """Looked at first, where that was pressed; else done."""
    if not page.form.is_valid():
        return render(request, page.template, page.context())
    if "look" in request.POST:
        return render(request, page.template, page.context(services.would(change)))
    change()
    messages.success(request, done)
    return redirect(to)


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def start(request: SignedInRequest) -> HttpResponse:
    return render(request, "administration/start.html", pages.start_page())


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def people(request: SignedInRequest) -> HttpResponse:
    page = pages.people_page(forms.FindForm(request.GET))
    record("user.list", "user", None, by=request.user.pk, ids=[one.pk for one in page["people"]])
    return render(request, "administration/people.html", page)


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def add_person(request: SignedInRequest) -> HttpResponse:
    form = forms.NewPersonForm(request.POST if request.method == "POST" else None)
    intro = _("They are sent a link to set their password. It works once, for 30 minutes; it can be sent again.")
    page = FormPage(_("A new account"), form, reverse(PEOPLE), _("People"), intro)
    return answered(
        request, page, lambda: services.add_person(form.cleaned_data, by=request.user), _("Invited."), reverse(PEOPLE)
    )


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = forms.PersonForm(request.POST if request.method == "POST" else None, initial=pages.initial_of(user))
    page = pages.person_page(user, form)
    if not form.is_bound:
        record("user.view", "user", user.pk, by=request.user.pk)
        return render(request, page.template, page.context())
    return answered(
        request,
        page,
        lambda: services.change_person(user, form.cleaned_data, by=request.user),
        _("Changed."),
        here(user),
    )


def here(user: User) -> str:
    return reverse("administration:person", args=[user.pk])


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def invite(request: SignedInRequest, pk: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    services.invite_again(user, by=request.user)
    messages.success(request, _("A link is on its way. It works once, for 30 minutes."))
    return redirect(here(user))


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def leave(request: SignedInRequest, pk: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=True)
    services.leave(user, by=request.user)
    messages.success(request, _("%(name)s signs in no more.") % {"name": user.display_name})
    return redirect(here(user))


@require_POST
@requires(Permission.MANAGE_PEOPLE)
def come_back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    user = get_object_or_404(User, pk=pk, is_active=False)
    services.come_back(user, by=request.user)
    messages.success(request, _("They can sign in again, once they have set a new password."))
    return redirect(here(user))


@require_GET
@requires(Permission.MANAGE_PEOPLE)
def units(request: SignedInRequest) -> HttpResponse:
    return render(request, "administration/units.html", pages.units_page())


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def add_unit(request: SignedInRequest) -> HttpResponse:
    form = forms.NewUnitForm(request.POST if request.method == "POST" else None)
    page = FormPage(_("A new unit"), form, reverse(UNITS), _("Units"))
    return answered(
        request, page, lambda: services.create_unit(form.cleaned_data, by=request.user), _("Made."), reverse(UNITS)
    )


@read_or_write
@requires(Permission.MANAGE_PEOPLE)
def unit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Unit, pk=pk)
    initial = {"name": found.name, "supervisor": found.supervisor}
    form = forms.UnitForm(request.POST if request.method == "POST" else None, initial=initial)
    intro = _("A new supervisor sees its young people from then on; the earlier one for two weeks more.")
    page = FormPage(f"{found}, {found.office}", form, reverse(UNITS), _("Units"), intro)
    return answered(
        request,
        page,
        lambda: services.change_unit(found, form.cleaned_data, by=request.user),
        _("Changed."),
        reverse(UNITS),
    )
