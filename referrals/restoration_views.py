"""Services and the safety plan. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from paper import typeset
from referrals.forms.restoring import SafetyPlanForm, ServiceForm
from referrals.models import SafetyPlan
from referrals.pages import restoration as pages
from referrals.services import restoring
from referrals.views import read_or_write, seen_referral


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def add_service(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral, form = seen_referral(request, pk), ServiceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in ("kind", "provider")}
        key = form.cleaned_data["submission_key"]
        restoring.add_service(referral, form.outcome(), **asked, key=key, by=request.user)
        messages.success(request, _("The service is recorded."))
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/service.html", {"referral": referral, "form": form})


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def service(request: SignedInRequest, pk: UUID, of: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    found = get_object_or_404(referral.services.select_related("provider", "referral__youth"), pk=of)
    form = pages.step_form(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        restoring.go_on(found, form.outcome(), by=request.user)
        messages.success(request, _("Recorded."))
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/service.html", {"referral": referral, "form": form, "service": found})


@read_or_write
@requires(Permission.EDIT_YOUTH)
def safety_plan(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = SafetyPlanForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in restoring.PLAN}
        if restoring.write_plan(referral, SafetyPlan(**typed), seen=form.cleaned_data["seen"], by=request.user):
            messages.success(request, _("The safety plan is written down."))
            return redirect("referrals:open", referral.pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/safety_plan.html", pages.plan_page(referral, form))


@require_GET
@requires(Permission.EDIT_YOUTH)
def safety_plan_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    plan = restoring.plan_to_hand_over(referral)
    record("referral.print_plan", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return typeset.answer(pages.own_copy(plan), "my-plan")
