"""Call sheet and prints: what is made leaves a row in the trail, and a file name that tells a reference at most."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from paper import typeset
from referrals.models import Referral
from referrals.pages import call_sheet as sheets
from referrals.pages import prints
from screening.models import Screening


def seen_referral(request: SignedInRequest, pk: UUID) -> Referral:
    seen = Referral.objects.visible_to(request.user).standing().with_people().with_answers()
    return get_object_or_404(seen.select_related("youth__town", "youth__assigned_worker", "opened_by__unit"), pk=pk)


@require_GET
@requires(Permission.REFER)
def call_sheet(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    record("referral.call_sheet", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/call_sheet.html", sheets.sheet_page(referral, request.user))


@require_GET
@requires(Permission.REFER)
def call_sheet_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    record("referral.print_call_sheet", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return typeset.answer(sheets.sheet_document(referral, request.user), referral.reference)


@require_GET
@requires(Permission.VIEW_YOUTH)
def referral_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    record("referral.print", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return typeset.answer(prints.referral_document(referral, request.user), referral.reference)


@require_GET
@requires(Permission.VIEW_YOUTH)
def screening_print(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = Screening.objects.visible_to(request.user).with_record().signed()
    screening = get_object_or_404(seen.select_related("signed_by"), pk=pk)
    record("screening.print", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)
    return typeset.answer(prints.screening_document(screening, request.user), prints.file_name(screening))
