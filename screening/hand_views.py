"""A draft handed to a colleague."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from screening import ownership, services
from screening.hand_forms import HandForm
from screening.views import own_draft, read_or_write, viewed


@read_or_write
@requires(Permission.SCREEN)
def hand(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    typed = request.POST if request.method == "POST" else None
    form = HandForm(typed, owner=request.user, youth=screening.youth)
    if request.method == "POST" and form.is_valid():
        person = form.cleaned_data["colleague"]
        services.hand(screening, to=person, by=request.user)
        messages.success(request, _("%(name)s has the screening now, and is told.") % {"name": person.display_name})
        return redirect("screening:mine")
    viewed(request, screening)
    page = {"screening": screening, "form": form, "handings": ownership.handings(screening)}
    return render(request, "screening/hand.html", page)
