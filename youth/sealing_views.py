"""The list of a sealed record, which HART's lead alone keeps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from youth import pages, services
from youth.choices import Conflict
from youth.forms.sealing import NameForm
from youth.models import Youth

read_or_write = require_http_methods(["GET", "POST"])


def seen_youth(request: SignedInRequest, pk: UUID) -> Youth:
    youth = get_object_or_404(Youth.objects.visible_to(request.user).with_places(), pk=pk)
    record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return youth


@read_or_write
@requires(Permission.LEAD_HART)
def named(request: SignedInRequest, pk: UUID) -> HttpResponse:
    youth, form = seen_youth(request, pk), NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["person"]
        services.name_person(youth, person, by=request.user)
        messages.success(request, _("%(name)s may open it, and is told.") % {"name": person.display_name})
        return redirect("youth:named", youth.pk)
    return render(request, "youth/named.html", pages.named_page(youth, form))


@require_POST
@requires(Permission.LEAD_HART)
def seal(request: SignedInRequest, pk: UUID) -> HttpResponse:
    youth = seen_youth(request, pk)
    services.seal(youth, because=Conflict.SUPERVISOR_TOO, by=request.user)
    messages.success(request, _("Sealed. Name whoever has to work with it."))
    return redirect("youth:named", youth.pk)


@require_POST
@requires(Permission.LEAD_HART)
def unname(request: SignedInRequest, pk: UUID, person: UUID) -> HttpResponse:
    youth = seen_youth(request, pk)
    gone = pages.named_person(youth, person)
    services.unname_person(youth, gone, by=request.user)
    messages.success(request, _("%(name)s may not open it any more.") % {"name": gone.display_name})
    return redirect("home") if gone == request.user else redirect("youth:named", youth.pk)
