"""The field flow. A view fetches, calls, says, goes; what it shows is made in ``pages``."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission, grants, open_to_all_signed_in, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from notifications import notices
from screening import drafts, interrupted, leaving, outcome, ownership, pages, sections, services, voice
from screening.forms import StartForm
from screening.forms_beside import RaiseForm, ResultForm, ToldForm
from screening.models import Screening
from youth.models import Youth

read_or_write = require_http_methods(["GET", "POST"])


def own_draft(request: SignedInRequest, pk: UUID) -> Screening:
    """A POST holds it from here on. Raises AlreadySigned for a draft no more, HandedOn for one that is not theirs."""
    mine = Screening.objects.visible_to(request.user)
    held = mine.held().prefetch_related("sections", "sources")
    among = held if request.method == "POST" else mine.with_record()
    return services.unsigned(ownership.found(among, pk, request.user))


def viewed(request: SignedInRequest, screening: Screening) -> None:
    record("screening.view", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)


@require_GET
@open_to_all_signed_in
def danger(request: SignedInRequest) -> HttpResponse:
    return render(request, "danger.html", {"screening": pages.draft_to_go_back_to(request)})


@require_GET
@requires(Permission.SCREEN)
def mine(request: SignedInRequest) -> HttpResponse:
    rows = drafts.own_screenings(request.user)
    record("screening.list", "screening", None, by=request.user.pk, ids=[row["screening"].pk for row in rows])
    return render(request, "screening/mine.html", {"rows": rows})


@require_POST
@requires(Permission.SCREEN)
def start(request: SignedInRequest, youth_pk: UUID) -> HttpResponse:
    youth = get_object_or_404(Youth.objects.visible_to(request.user), pk=youth_pk)
    return redirect("screening:continue", services.start(youth, by=request.user).pk)


@require_GET
@requires(Permission.SCREEN)
def continue_draft(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    notices.mark_seen(request.user.pk, kind="draft", subject=screening.pk)
    return redirect(drafts.where_left(screening))


@require_GET
@requires(Permission.VIEW_YOUTH)
def tasks(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = ownership.found(Screening.objects.visible_to(request.user).with_record(), pk, request.user)
    if not screening.is_draft:
        return redirect("screening:signed", screening.pk)
    viewed(request, screening)
    return render(request, "screening/tasks.html", pages.task_list(screening))


@read_or_write
@requires(Permission.SCREEN)
def start_page(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    form = StartForm(
        request.POST or None, instrument=screening.instrument, known_age=pages.known_age(screening),
        initial=StartForm.initial_from(screening),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        services.save_start(screening, trigger=form.cleaned_data["trigger"], gates=form.gates(), by=request.user)
        return redirect(pages.after_start(screening, form.gates()))
    viewed(request, screening)
    return render(request, "screening/start.html", {"screening": screening, "form": form})


@read_or_write
@requires(Permission.SCREEN)
def section(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    screening = own_draft(request, pk)
    page = pages.SectionPage(screening, code, pages.posted(request))
    if request.method == "POST" and page.is_valid():
        page.save(by=request.user)
        if pages.is_autosave(request):
            return JsonResponse(page.saved_words())
        if page.source_added:
            messages.success(request, page.added_words())
        then = request.GET.get("then", "")
        if not page.form.errors or (page.kept and then == leaving.BACK):
            return redirect(page.onward(then))
    elif request.method == "GET":
        viewed(request, screening)
    return render(request, "screening/section.html", page.context())


@require_POST
@requires(Permission.SCREEN)
def rest_not_known(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """The button stands in the section's form, so what was typed is kept first."""
    screening = own_draft(request, pk)
    codes, then = pages.codes_meant(screening, code), request.GET.get("then", "")
    page = pages.SectionPage(screening, code, request.POST) if code != pages.ALL else None
    if page and (not page.is_valid() or page.keep_before_sweep(by=request.user, then=then)):
        return render(request, "screening/section.html", page.context())
    wanted = leaving.swept(screening, codes, then)
    count = services.answer_the_rest_not_known(screening, wanted, by=request.user)
    messages.success(request, pages.swept_words(count))
    return redirect(leaving.after_sweep(screening, pages.place(screening, code), finished=wanted != codes))


@require_POST
@requires(Permission.SCREEN)
def rest_as_before(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """As with "not known", what was typed is kept first."""
    screening = own_draft(request, pk)
    page = pages.SectionPage(screening, code, request.POST) if code != pages.ALL else None
    if page and (not page.is_valid() or page.keep_before_sweep(by=request.user)):
        return render(request, "screening/section.html", page.context())
    codes = pages.codes_meant(screening, code)
    count = services.answer_the_rest_as_before(screening, codes, by=request.user)
    messages.success(request, pages.taken_words(count))
    return redirect(pages.place(screening, code))


@require_POST
@requires(Permission.SCREEN)
def say_again(request: SignedInRequest, pk: UUID, code: str, item: str) -> HttpResponse:
    """One question as it was: the press for a determinative one, which no press for a page answers."""
    screening = own_draft(request, pk)
    page = pages.SectionPage(screening, code, request.POST)
    indicator = page.item_named(item)
    if not page.is_valid() or page.keep_before_sweep(by=request.user):
        return render(request, "screening/section.html", page.context())
    services.say_again(screening, indicator, by=request.user)
    return redirect(f"{pages.place(screening, code)}#q-{item}")


@require_POST
@requires(Permission.SCREEN)
def undo_rest(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """Like its opposite, this button stands in the section's form."""
    screening = own_draft(request, pk)
    page = pages.SectionPage(screening, code, request.POST) if code != pages.ALL else None
    if page and (not page.is_valid() or page.keep_before_sweep(by=request.user)):
        return render(request, "screening/section.html", page.context())
    count = services.undo_the_rest(screening, pages.codes_meant(screening, code), by=request.user)
    messages.success(request, pages.undone_words(count))
    return redirect(pages.place(screening, code))


@require_POST
@requires(Permission.SCREEN)
def told_me(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = services.told_me(own_draft(request, pk), by=request.user)
    return redirect("screening:told", screening.pk)


@require_POST
@requires(Permission.SCREEN)
def told_me_on_section(request: SignedInRequest, pk: UUID, code: str) -> HttpResponse:
    """The button belongs to the section's form: what was typed is kept first, and the time whatever came of that."""
    screening = own_draft(request, pk)
    page = pages.SectionPage(screening, code, request.POST)
    if page.is_valid():
        page.save(by=request.user)
    services.told_me(screening, by=request.user)
    if page.kept:
        return redirect("screening:told", screening.pk)
    messages.warning(request, pages.told_but_not_saved())
    return render(request, "screening/section.html", page.context())


@require_POST
@requires(Permission.SCREEN)
def told_me_on_page(request: SignedInRequest, pk: UUID, name: str) -> HttpResponse:
    screening = own_draft(request, pk)
    page = interrupted.page_named(name, screening, request.POST)
    kept = page.keep(by=request.user)
    services.told_me(screening, by=request.user)
    if kept:
        return redirect("screening:told", screening.pk)
    messages.warning(request, pages.told_but_not_saved())
    return render(request, page.template, page.context())


@read_or_write
@requires(Permission.SCREEN)
def told(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    form = ToldForm(request.POST if request.method == "POST" else None, screening=screening)
    if request.method == "POST" and form.is_valid():
        kept = voice.keep(screening, form, section="told", by=request.user)
        if pages.is_autosave(request):
            return JsonResponse(kept.as_answer())
        if not kept.stale:
            messages.success(request, _("Their words are kept as written."))
            return redirect("screening:section", screening.pk, sections.order(screening.instrument)[0])
    viewed(request, screening)
    return render(request, "screening/told.html", outcome.told_page(screening, form))


@read_or_write
@requires(Permission.SCREEN)
def result(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    services.refuse_unready(screening)
    page = outcome.result_page(screening)
    form = ResultForm(request.POST if request.method == "POST" else None, screening=screening, **page["asks"])
    if request.method == "POST" and form.is_valid():
        kept = voice.keep(screening, form, section="result", by=request.user)
        if pages.is_autosave(request):
            return JsonResponse(kept.as_answer())
        if not kept.stale:
            return redirect("referrals:fields", screening.pk)
    record("screening.result", "screening", screening.pk, by=request.user.pk, youth=screening.youth_id)
    return render(request, "screening/result.html", {**page, "form": form})


def kept_raise(request: SignedInRequest, screening: Screening, form: RaiseForm) -> HttpResponse | None:
    """After a save: words for the script, or onward once raised; nothing when the page has to be shown again."""
    saves_itself = pages.is_autosave(request)
    if not (form.can_be_kept() if saves_itself else form.is_valid()):
        return None
    kept = voice.keep(screening, form, section="raise" if saves_itself else "result", by=request.user)
    if saves_itself:
        return JsonResponse(interrupted.reason_kept(kept))
    if kept.stale:
        return None
    said = form.cleaned_data
    services.raise_level(screening, said["level"], reason=said["raise_reason"], by=request.user)
    return redirect("screening:result", screening.pk)


@read_or_write
@requires(Permission.SCREEN)
def raise_level(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    services.refuse_unready(screening)
    page = outcome.result_page(screening)
    typed = request.POST if request.method == "POST" else None
    form = RaiseForm(typed, screening=screening, higher=page["higher"])
    if typed is not None and (answer := kept_raise(request, screening, form)):
        return answer
    viewed(request, screening)
    return render(request, "screening/raise.html", {**page, "form": form})


@require_GET
@requires(Permission.VIEW_YOUTH)
def signed(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = get_object_or_404(Screening.objects.visible_to(request.user).with_record(), pk=pk)
    if screening.is_draft:
        raise Http404
    if screening.is_void:
        return redirect("referrals:voided-screening", screening.pk)
    viewed(request, screening)
    page = {**outcome.signed_page(screening), "may_add": grants(request.user, Permission.REFER)}
    return render(request, "screening/signed.html", page)
