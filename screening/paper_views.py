"""What is shown to the young person or goes on paper: the page for them, the prompt sheet, a sheet typed in."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.permissions import Permission, open_to_all_signed_in, requires
from accounts.requests import SignedInRequest
from paper import typeset
from screening import for_you, services, sheet
from screening.forms_paper import PaperForm
from screening.views import own_draft, read_or_write, viewed


@require_GET
@open_to_all_signed_in
def for_you_page(request: SignedInRequest, language: str) -> HttpResponse:
    return render(request, "screening/for_you.html", for_you.page(language))


@require_GET
@open_to_all_signed_in
def for_you_print(request: SignedInRequest, language: str) -> HttpResponse:
    return typeset.answer(for_you.document(language), f"page-{language}")


@require_GET
@requires(Permission.SCREEN)
def prompt_sheet(request: SignedInRequest) -> HttpResponse:
    return typeset.answer(sheet.newest_document(sheet.LETTER), "sheet")


@require_GET
@requires(Permission.SCREEN)
def pocket_sheet(request: SignedInRequest) -> HttpResponse:
    return typeset.answer(sheet.newest_document(sheet.POCKET), "sheet-pocket")


@read_or_write
@requires(Permission.SCREEN)
def from_paper(request: SignedInRequest, pk: UUID) -> HttpResponse:
    screening = own_draft(request, pk)
    form = PaperForm(request.POST or None, initial=PaperForm.initial_from(screening))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        services.enter_from_paper(
            screening, version=said["sheet_code"], interviewed_at=said["interviewed_at"], by=request.user
        )
        return redirect("screening:start-page", screening.pk)
    viewed(request, screening)
    return render(request, "screening/from_paper.html", {"screening": screening, "form": form})
