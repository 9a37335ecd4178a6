"""HART's open spreadsheet is brought into the queue. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.forms.importing import UploadForm
from referrals.models import ImportedFile
from referrals.pages import importing as pages
from referrals.services import importing
from referrals.views import read_or_write


def own_file(request: SignedInRequest, pk: UUID) -> ImportedFile:
    return get_object_or_404(ImportedFile.objects.visible_to(request.user), pk=pk)


def as_file(words: str, name: str) -> HttpResponse:
    return HttpResponse(
        words, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@read_or_write
@requires(Permission.LEAD_HART)
def bring(request: SignedInRequest) -> HttpResponse:
    is_post = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_post else UploadForm()
    lines = pages.lines_from(form)
    if lines:
        return redirect("referrals:import", importing.keep(lines, by=request.user).pk)
    record("import.list", "import", None, by=request.user.pk)
    return render(request, "referrals/import_new.html", pages.bring_page(form, request.user))


@require_GET
@requires(Permission.LEAD_HART)
def template(request: SignedInRequest) -> HttpResponse:
    return as_file(pages.template_file(), "open-referrals.csv")


@require_GET
@requires(Permission.LEAD_HART)
def look_through(request: SignedInRequest, pk: UUID) -> HttpResponse:
    file = own_file(request, pk)
    record("import.view", "import", file.pk, by=request.user.pk)
    lines = pages.looked_through(file, request.user) if file.taken_at is None else []
    return render(request, "referrals/import.html", pages.import_page(file, lines))


@require_POST
@requires(Permission.LEAD_HART)
def take_in(request: SignedInRequest, pk: UUID) -> HttpResponse:
    file = own_file(request, pk)
    lines = pages.looked_through(file, request.user) if file.taken_at is None else []
    ready = [line.ready() for line in lines if line.is_ready]
    importing.take_in(file, ready, pages.returned(lines), by=request.user)
    return redirect("referrals:import", file.pk)


@require_GET
@requires(Permission.LEAD_HART)
def returned(request: SignedInRequest, pk: UUID) -> HttpResponse:
    file = own_file(request, pk)
    record("import.view", "import", file.pk, by=request.user.pk)
    return as_file(pages.returned_file(file), "came-back.csv")


@require_POST
@requires(Permission.LEAD_HART)
def forget(request: SignedInRequest, pk: UUID) -> HttpResponse:
    importing.forget(own_file(request, pk), by=request.user)
    messages.success(request, _("The file is gone. What was taken in stays."))
    return redirect("referrals:bring-import")
