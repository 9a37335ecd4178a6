"""Advice by phone. A view fetches, calls, says, goes."""

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
from referrals.models import PhoneConsultation
from referrals.pages import consulting as pages
from referrals.services import consulting
from referrals.views import read_or_write
from youth.models import Youth


def seen_consultation(request: SignedInRequest, pk: UUID) -> PhoneConsultation:
    return get_object_or_404(PhoneConsultation.objects.visible_to(request.user).with_people(), pk=pk)


@require_GET
@requires(Permission.WORK_INBOX)
def consultations(request: SignedInRequest) -> HttpResponse:
    shown = pages.logged_page(request.user, request.GET.get("page", ""))
    record("consultation.list", "consultation", None, by=request.user.pk, ids=[one.pk for one in shown["page"]])
    return render(request, "referrals/consultations.html", shown)


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def log_consultation(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    youth = get_object_or_404(Youth.objects.visible_to(request.user), pk=pk) if pk else None
    form = pages.form_for(youth, request.POST if request.method == "POST" else None)
    if form.is_valid():
        logged = pages.consultation_of(form, youth)
        logged = consulting.log(logged, by=request.user, submission_key=form.cleaned_data["submission_key"])
        messages.success(request, _("Logged. Whoever asked sees it here, where they have an account."))
        return redirect("referrals:consultation", logged.pk)
    if youth:
        record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "referrals/log_consultation.html", {"form": form, "youth": youth})


@require_GET
@requires(Permission.VIEW_YOUTH)
def consultation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = seen_consultation(request, pk)
    notices.mark_seen(request.user.pk, kind="consultation", subject=found.pk)
    record("consultation.view", "consultation", found.pk, by=request.user.pk, youth=found.youth_id)
    return render(request, "referrals/consultation.html", pages.consultation_page(found, request.user))


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def refer_consultation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = consulting.refer(seen_consultation(request, pk), by=request.user)
    messages.success(request, _("It is a referral now, in the queue."))
    return redirect(referral)
