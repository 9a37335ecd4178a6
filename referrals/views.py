"""The road to HART and HART's pages. A view fetches, calls, says, goes."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission, open_to_all_signed_in, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from notifications import notices
from referrals.forms import CalledForm, MoveForm, ReferenceForm, ReferralForm, SignForm, move_form
from referrals.models import Referral
from referrals.pages import brief, profile, searching, sending
from referrals.pages import queue as queues
from referrals.pages import receipt as receipts
from referrals.pages import urgent as urgents
from referrals.services import calls, drafts, moves, signing, urgent
from referrals.workflow import MOVES, Status
from screening import ownership
from screening import services as screenings
from screening.models import Screening
from screening.pages import is_autosave, told_but_not_saved
from youth.models import Youth

read_or_write = require_http_methods(["GET", "POST"])


def own_screening(request: SignedInRequest, pk: UUID) -> Screening:
    seen = Screening.objects.visible_to(request.user).owned_by(request.user)
    return ownership.found(seen.with_record().prefetch_related("youth__caregivers"), pk, request.user)


def seen_referral(request: SignedInRequest, pk: UUID) -> Referral:
    return get_object_or_404(Referral.objects.visible_to(request.user).with_people().with_answers(), pk=pk)


def kept_fields(request: SignedInRequest, screening: Screening, form: ReferralForm) -> HttpResponse | None:
    """After a save: words for the script, or onward; nothing when the page has to be shown again."""
    saves_itself = is_autosave(request)
    if not (form.can_be_kept() if saves_itself else form.is_valid()):
        return None
    kept = drafts.keep(screening, form, by=request.user)
    if saves_itself:
        return JsonResponse(kept.as_answer())
    return None if kept.stale else redirect("referrals:check", screening.pk)


def bound_move(request: SignedInRequest, pk: UUID, name: str) -> tuple[Referral, MoveForm]:
    referral = seen_referral(request, pk)
    return referral, move_form(request.POST, move=MOVES[name], names_nobody=referral.names_nobody)


@read_or_write
@requires(Permission.REFER)
def fields(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_screening(request, pk)
    if not screening.is_draft:
        return redirect("screening:signed", screening.pk)
    screenings.refuse_unready(screening)
    page = sending.fields_page(screening, request.POST if request.method == "POST" else None, request.user)
    if request.method == "POST" and (answer := kept_fields(request, screening, page["form"])):
        return answer
    record("screening.view", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)
    return render(request, "referrals/fields.html", page)


@require_POST
@requires(Permission.REFER)
def told_me_on_fields(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """As on every page of a screening: what was typed is kept first, and the time whatever came of that."""
    screening = screenings.unsigned(own_screening(request, pk))
    page = sending.fields_page(screening, request.POST, request.user)
    kept = page["form"].can_be_kept() and not drafts.keep(screening, page["form"], by=request.user).stale
    screenings.told_me(screening, by=request.user)
    if kept:
        return redirect("screening:told", screening.pk)
    messages.warning(request, told_but_not_saved())
    return render(request, "referrals/fields.html", page)


@require_GET
@requires(Permission.REFER)
def check(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_screening(request, pk)
    if not screening.is_draft:
        return redirect("screening:signed", screening.pk)
    screenings.refuse_unready(screening)
    page = sending.check_page(screening, request.user)
    if page["draft"] is None or page["is_open"]:
        return redirect("referrals:fields", screening.pk)
    record("screening.view", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)
    return render(request, "referrals/check.html", page)


@require_POST
@requires(Permission.REFER)
def sign(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = Screening.objects.visible_to(request.user).owned_by(request.user).held().select_related("youth")
    screening, form = ownership.found(seen, pk, request.user), SignForm(request.POST)
    draft = sending.draft_to_sign(screening, form)
    if draft and not form.is_valid():
        return render(request, "referrals/check.html", sending.check_page(screening, request.user, form))
    key = draft.submission_key if draft else uuid4()
    referral = signing.sign_and_send(screening, drafts.fields_of(draft), by=request.user, submission_key=key)
    if referral:
        return redirect("referrals:receipt", referral.pk)
    messages.success(request, _("Signed. Nothing was sent to HART."))
    return redirect("screening:signed", screening.pk)


@read_or_write
@requires(Permission.REFER)
def refer_now(request: SignedInRequest, pk: UUID | None = None) -> HttpResponse:
    youth = get_object_or_404(Youth.objects.visible_to(request.user), pk=pk) if pk else None
    page = urgents.ReferNowPage(request.user, youth, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_valid():
        key = page.form.cleaned_data["submission_key"]
        referral = urgent.refer_now(page.suspicion(), by=request.user, submission_key=key, youth=youth)
        return redirect("referrals:receipt", referral.pk)
    if youth:
        record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "referrals/refer_now.html", page.context())


@require_POST
@requires(Permission.SCREEN)
def screen_after(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = get_object_or_404(Referral.objects.visible_to(request.user), pk=pk, youth__isnull=False)
    return redirect("screening:continue", urgent.start_screening(referral, by=request.user).pk)


@require_GET
@open_to_all_signed_in
def open_from_mail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Every mail carries the same kind of address; what it is about shows only after signing in."""
    return redirect(searching.place_of(pk, request.user))


@read_or_write
@requires(Permission.VIEW_YOUTH)
def find(request: SignedInRequest) -> HttpResponse:
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    found = searching.thing_found(form, request.user) if form.is_valid() else None
    if form.is_bound:
        record("referral.find", "referral", found, by=request.user.pk)
    if found:
        return redirect("referrals:open", found)
    return render(request, "referrals/find.html", {"form": form})


@require_GET
@requires(Permission.REFER)
def mine(request: SignedInRequest) -> HttpResponse:
    page = receipts.mine(request.user)
    ids = [row["referral"].pk for row in page["rows"]]
    record("referral.list", "referral", None, by=request.user.pk, ids=ids)
    return render(request, "referrals/mine.html", page)


@require_GET
@requires(Permission.REFER)
def receipt(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    notices.mark_seen(request.user.pk, kind="referral", subject=referral.pk)
    if referral.status == Status.VOID:
        return redirect("referrals:voided-referral", referral.pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/receipt.html", receipts.receipt_page(referral, request.user))


@require_POST
@requires(Permission.REFER)
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral, form = bound_move(request, pk, "answer_information")
    if not form.is_valid():
        moves.refuse_untimely(referral, form.move)
        return render(request, "referrals/receipt.html", receipts.receipt_page(referral, request.user, form))
    moves.move(referral, "answer_information", by=request.user, words=form.cleaned_data["words"])
    messages.success(request, _("Sent. HART has your answer."))
    return redirect("referrals:receipt", referral.pk)


@require_GET
@requires(Permission.WORK_INBOX)
def detail(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    notices.mark_seen(request.user.pk, kind="referral", subject=referral.pk)
    if referral.status == Status.VOID:
        return redirect("referrals:voided-referral", referral.pk)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    place = queues.remember(request.session, referral, request.GET)
    return render(request, "referrals/detail.html", {**brief.detail_page(referral, request.user), "place": place})


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def move(request: SignedInRequest, pk: UUID, name: str) -> HttpResponse:
    referral, form = bound_move(request, pk, name)
    if not form.is_valid():
        moves.refuse_untimely(referral, form.move)
        return render(request, "referrals/detail.html", brief.detail_page(referral, request.user, form))
    referral = moves.move(referral, name, by=request.user, **form.cleaned_data)
    messages.success(request, f"{referral.reference}: {referral.get_status_display()}.")
    return redirect(referral)


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def called(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral, form = seen_referral(request, pk), CalledForm(request.POST)
    if not form.is_valid():
        return render(request, "referrals/detail.html", brief.detail_page(referral, request.user, called=form))
    calls.record_call(referral, by=request.user, **form.cleaned_data)
    messages.success(request, _("The call is recorded."))
    return redirect(referral)


@require_GET
@requires(Permission.VIEW_YOUTH)
def youth(request: SignedInRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(
        Youth.objects.visible_to(request.user).select_related("town", "office", "assigned_worker"), pk=pk
    )
    record("youth.view", "youth", person.pk, by=request.user.pk, youth=person.pk)
    return render(request, "referrals/youth.html", profile.profile_page(person, request.user))
