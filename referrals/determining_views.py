"""HART's determination on a page of its own. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.pages import determinations as pages
from referrals.services import determining, moves
from referrals.views import read_or_write, seen_referral
from referrals.workflow import MOVES


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def determine(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = pages.bound_form(referral, request.POST) if request.method == "POST" else None
    if form:
        moves.refuse_untimely(referral, MOVES["determine"])
    if form and form.is_valid() and determining.determine(referral, **form.cleaned_data, by=request.user):
        messages.success(request, _("The determination is recorded. The referrer is told that there is one."))
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/determine.html", pages.determine_page(referral, form))
