"""A young person moved to another town, and perhaps to another office."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.pages.relocation import RelocationPage
from referrals.services import relocating
from youth.models import Youth


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_YOUTH)
def moved(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen, is_post = Youth.objects.visible_to(request.user), request.method == "POST"
    youth = get_object_or_404(seen.locked() if is_post else seen.with_places(), pk=pk)
    page = RelocationPage(youth, request.user, request.POST if is_post else None)
    if is_post and page.is_valid():
        relocating.relocate(youth, **page.values(), by=request.user)
        messages.success(request, _("The move is recorded."))
        return redirect("referrals:youth", youth.pk)
    record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "referrals/moved_office.html", page.context())
