"""Lowering a level: one person asks, another supervisor or HART decides. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from notifications import notices
from referrals.correction_views import read_or_write, signed_screening
from referrals.forms.lowering import DecideForm, LowerForm
from referrals.pages import lowering as pages
from referrals.services import lowering as services
from referrals.services.lowering import Wish
from screening.models import Lowering


def seen_lowering(request: SignedInRequest, pk: UUID) -> Lowering:
    lowering = get_object_or_404(Lowering.objects.visible_to(request.user).with_people(), pk=pk)
    record("lowering.view", "lowering", lowering.pk, by=request.user.pk, youth=lowering.youth_id)
    return lowering


@read_or_write
@requires(Permission.CORRECT)
def lower(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = signed_screening(request, pk)
    form = LowerForm(request.POST or None, offered=services.offered(screening))
    if request.method == "POST" and form.is_valid():
        lowering = services.ask(screening, Wish(**form.cleaned_data), by=request.user)
        messages.success(request, _("Lowered.") if lowering.is_granted else _("Asked. Somebody else decides."))
        return redirect("referrals:lowering", lowering.pk)
    return render(request, "referrals/lower.html", pages.lower_page(screening, request.user, form))


@require_GET
@requires(Permission.LOWER_LEVEL)
def lowerings(request: SignedInRequest) -> HttpResponse:
    rows = pages.queue(request.user)
    record("lowering.list", "lowering", None, by=request.user.pk, ids=[row.lowering.pk for row in rows])
    return render(request, "referrals/lowerings.html", {"rows": rows})


@require_GET
@requires(Permission.CORRECT)
def lowering(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = seen_lowering(request, pk)
    notices.mark_seen(request.user.pk, kind="lowering", subject=found.pk)
    return render(request, "referrals/lowering.html", pages.lowering_page(found, request.user))


@require_POST
@requires(Permission.LOWER_LEVEL)
def grant(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return decided(request, pk, is_granted=True, said=_("Lowered. Whoever asked is told why."))


@require_POST
@requires(Permission.LOWER_LEVEL)
def refuse(request: SignedInRequest, pk: UUID) -> HttpResponse:
    return decided(request, pk, is_granted=False, said=_("It stays. Whoever asked is told why."))


def decided(request: SignedInRequest, pk: UUID, *, is_granted: bool, said: str) -> HttpResponse:
    found, form = seen_lowering(request, pk), DecideForm(request.POST)
    if not form.is_valid():
        return render(request, "referrals/lowering.html", pages.lowering_page(found, request.user, form))
    services.answer(found, is_granted=is_granted, why=form.cleaned_data["why"], by=request.user)
    messages.success(request, said)
    return redirect("referrals:lowering", found.pk)
