"""A referral is corrected after it was sent. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.pages import amending as pages
from referrals.services import amending
from referrals.views import read_or_write, seen_referral


@read_or_write
@requires(Permission.EDIT_YOUTH)
def amend(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = pages.amend_form(referral, request.POST if request.method == "POST" else None, request.user)
    if form.is_valid():
        because, seen = form.cleaned_data["because"], form.cleaned_data["seen"]
        if amending.amend(referral, form.amended(), because=because, seen=seen, by=request.user):
            messages.success(
                request, _("Corrected. What stood there stays in the history, and the other side is told.")
            )
            return redirect("referrals:open", referral.pk)
        referral = seen_referral(request, pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/amend.html", pages.amend_page(referral, form))
