"""A referral goes to another office of HART. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.forms.transferring import TransferForm
from referrals.services import moves, transferring
from referrals.views import read_or_write, seen_referral
from referrals.workflow import MOVES


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def transfer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = TransferForm(request.POST if request.method == "POST" else None, referral=referral)
    if form.is_bound:
        moves.refuse_not_theirs(referral, MOVES["transfer"], by=request.user)
    if form.is_valid():
        referral = transferring.transfer(referral, **form.cleaned_data, by=request.user)
        messages.success(request, _("%(office)s has it from now on. You read it.") % {"office": referral.office.name})
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/transfer.html", {"referral": referral, "form": form})
