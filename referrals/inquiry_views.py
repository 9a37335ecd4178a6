"""HART asks for what is missing, and the referrer answers on one page."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.pages import inquiry as pages
from referrals.services import inquiring
from referrals.views import read_or_write, seen_referral


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def ask(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    screening = inquiring.newest_of(referral)
    if screening is None:
        return redirect(referral)
    form = pages.ask_form(screening, request.POST if request.method == "POST" else None)
    if form.is_valid():
        inquiring.ask(referral, form.items, form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Asked. The referrer gets exactly these questions."))
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/ask_information.html", {"referral": referral, "form": form})


@read_or_write
@requires(Permission.REFER)
def questions(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    inquiry = pages.open_of(referral)
    if inquiry is None:
        return redirect("referrals:receipt", referral.pk)
    form = pages.answer_form(inquiry, request.POST if request.method == "POST" else None)
    if form.is_valid():
        inquiring.answer(inquiry, form.answers(), form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Sent. HART has your answers; what you signed stands as it was."))
        return redirect("referrals:receipt", referral.pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/questions_of_hart.html", {"referral": referral, "inquiry": inquiry, "form": form})
