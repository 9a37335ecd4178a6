"""What is recorded after the signature: dated words, and what the young person was told of the outcome."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.forms import AddWordsForm, UsefulForm
from referrals.models import Referral
from referrals.pages import receipt as receipts
from referrals.pages import voice
from referrals.services import additions, outcome, usefulness
from referrals.views import read_or_write, seen_referral
from screening.models import Screening


@read_or_write
@requires(Permission.REFER)
def add_to_screening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = get_object_or_404(Screening.objects.visible_to(request.user), pk=pk)
    additions.refuse_unsigned(screening)
    form = AddWordsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        additions.add_to_screening(screening, form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Added, with today's date."))
        return redirect("screening:signed", screening.pk)
    record("screening.view", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)
    back = reverse("screening:signed", args=[screening.pk])
    tells_hart = Referral.objects.visible_to(request.user).open().filter(screenings__screening=screening).exists()
    return render(request, "referrals/add_words.html", {"form": form, "back": back, "tells_hart": tells_hart})


@read_or_write
@requires(Permission.REFER)
def add_words(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral, form = seen_referral(request, pk), AddWordsForm(request.POST if request.method == "POST" else None)
    additions.refuse_ended(referral)
    if form.is_valid():
        additions.add_to_referral(referral, form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Added. HART is told that something was added."))
        return redirect("referrals:receipt", referral.pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    back = reverse("referrals:receipt", args=[referral.pk])
    return render(request, "referrals/add_words.html", {"form": form, "back": back, "tells_hart": True})


@require_POST
@requires(Permission.REFER)
def say_useful(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral, form = seen_referral(request, pk), UsefulForm(request.POST)
    if not form.is_valid():
        page = receipts.receipt_page(referral, request.user, useful=form)
        return render(request, "referrals/receipt.html", page)
    usefulness.say_useful(referral, **form.cleaned_data, by=request.user)
    messages.success(request, _("Thank you. HART reads it with the referral."))
    return redirect("referrals:receipt", referral.pk)


@read_or_write
@requires(Permission.REFER)
def tell_outcome(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = voice.outcome_form(referral, request.POST if request.method == "POST" else None, request.user)
    if form.is_valid():
        outcome.record_told(referral, outcome.Telling(**form.cleaned_data), by=request.user)
        messages.success(request, _("Recorded. HART sees it with the referral."))
        return redirect("referrals:receipt", referral.pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/tell_outcome.html", {"form": form, "referral": referral})
