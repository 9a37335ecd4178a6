"""Entered in error: one person says so, another decides. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from notifications import notices
from referrals.corrections import Correction
from referrals.forms.corrections import ReasonForm, WhyNotForm
from referrals.models import Referral
from referrals.pages import corrections as pages
from referrals.services import correcting
from referrals.workflow import Status
from screening.models import Screening
from youth import services as youths
from youth.forms import SearchForm
from youth.models import Youth

read_or_write = require_http_methods(["GET", "POST"])


def signed_screening(request: SignedInRequest, pk: UUID, *, is_void: bool = False) -> Screening:
    wanted = Screening.Status.VOID if is_void else Screening.Status.SIGNED
    seen = Screening.objects.visible_to(request.user).with_record().select_related("youth__town", "signed_by")
    screening = get_object_or_404(seen, pk=pk, status=wanted)
    record("screening.view", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)
    return screening


def seen_referral(request: SignedInRequest, pk: UUID) -> Referral:
    seen = Referral.objects.visible_to(request.user).with_people().select_related("youth__town")
    referral = get_object_or_404(seen, pk=pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return referral


def seen_correction(request: SignedInRequest, pk: UUID) -> Correction:
    correction = get_object_or_404(Correction.objects.visible_to(request.user).with_people(), pk=pk)
    record("correction.view", "correction", correction.pk, by=request.user.pk, youth=correction.youth_id)
    return correction


def gone_on(request: SignedInRequest, correction: Correction) -> HttpResponse:
    messages.success(request, _("Asked. It stands until somebody else has decided."))
    return redirect("referrals:correction", correction.pk)


@read_or_write
@requires(Permission.CORRECT)
def void_screening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening, form = signed_screening(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return gone_on(request, correcting.ask_about_screening(screening, reason=reason, by=request.user))
    return render(request, "referrals/void_screening.html", pages.screening_page(screening, form))


@read_or_write
@requires(Permission.CORRECT)
def void_referral(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral, form = seen_referral(request, pk), ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return gone_on(request, correcting.ask_about_referral(referral, reason=reason, by=request.user))
    if referral.status == Status.VOID:
        return redirect("referrals:voided-referral", referral.pk)
    return render(request, "referrals/void_referral.html", pages.referral_page(referral, request.user, form))


@read_or_write
@requires(Permission.CORRECT)
def right_person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening, form = signed_screening(request, pk), SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = youths.search(form.cleaned_data, by=request.user)
        return redirect("referrals:right-person-found", screening.pk, saved.pk)
    page = {**pages.found_page(screening, []), "form": form, "is_searched": False}
    return render(request, "referrals/right_person.html", page)


@require_GET
@requires(Permission.CORRECT)
def right_person_found(request: SignedInRequest, pk: UUID, search_pk: UUID) -> HttpResponse:
    screening = signed_screening(request, pk)
    found = youths.results_of(youths.saved_search(search_pk, by=request.user), by=request.user)
    page = {**pages.found_page(screening, found), "form": SearchForm(), "is_searched": True}
    return render(request, "referrals/right_person.html", page)


@read_or_write
@requires(Permission.CORRECT)
def move_screening(request: SignedInRequest, pk: UUID, to: UUID) -> HttpResponse:
    screening, form = signed_screening(request, pk), ReasonForm(request.POST or None)
    right = get_object_or_404(Youth.objects.visible_to(request.user).with_places(), pk=to)
    record("youth.view", "youth", right.pk, by=request.user.pk, youth=right.pk)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        asked = correcting.ask_about_screening(screening, reason=reason, by=request.user, moves_to=right)
        return gone_on(request, asked)
    return render(request, "referrals/move_screening.html", pages.move_page(screening, right, form))


@require_GET
@requires(Permission.CORRECT)
def corrections(request: SignedInRequest) -> HttpResponse:
    rows = pages.queue(request.user)
    record("correction.list", "correction", None, by=request.user.pk, ids=[row.correction.pk for row in rows])
    return render(request, "referrals/corrections.html", {"rows": rows})


@require_GET
@requires(Permission.CORRECT)
def correction(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = seen_correction(request, pk)
    notices.mark_seen(request.user.pk, kind="correction", subject=found.pk)
    return render(request, "referrals/correction.html", pages.correction_page(found, request.user))


@require_POST
@requires(Permission.CORRECT)
def confirm(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = correcting.confirm(seen_correction(request, pk), by=request.user)
    messages.success(request, _("Confirmed. It counts for nothing any more, and HART is told where it had been sent."))
    return redirect("referrals:correction", found.pk)


@require_POST
@requires(Permission.CORRECT)
def refuse(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found, form = seen_correction(request, pk), WhyNotForm(request.POST)
    if not form.is_valid():
        return render(request, "referrals/correction.html", pages.correction_page(found, request.user, form))
    correcting.refuse(found, by=request.user, why_not=form.cleaned_data["why_not"])
    messages.success(request, _("It stands. Whoever asked is told why."))
    return redirect("referrals:correction", found.pk)


@require_GET
@requires(Permission.VIEW_YOUTH)
def voided_screening(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = signed_screening(request, pk, is_void=True)
    return render(request, "referrals/voided_screening.html", pages.voided_screening_page(screening, request.user))


@require_GET
@requires(Permission.VIEW_YOUTH)
def voided_referral(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    notices.mark_seen(request.user.pk, kind="referral", subject=referral.pk)
    if referral.status != Status.VOID:
        return redirect("referrals:open", referral.pk)
    return render(request, "referrals/voided_referral.html", pages.voided_referral_page(referral, request.user))
