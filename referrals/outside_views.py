"""Reports that reach HART from outside. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.pages.outside import OutsidePage
from referrals.services import outside
from referrals.views import read_or_write
from youth.models import Youth


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def take_report(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    youth = get_object_or_404(Youth.objects.visible_to(request.user), pk=pk) if pk else None
    page = OutsidePage(request.user, youth, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        key = page.form.cleaned_data["submission_key"]
        referral = outside.take_report(
            page.suspicion(), page.report(), by=request.user, submission_key=key, youth=youth
        )
        messages.success(request, _("Entered. Nobody has taken it yet."))
        return redirect(referral)
    if youth:
        record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "referrals/outside_report.html", page.context())
