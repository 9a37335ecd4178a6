"""What is shown to the young person or goes on paper: the page for them, the prompt sheet, a sheet typed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.permissions import open_to_all_signed_in
from accounts.requests import SignedInRequest
from paper import typeset
from screening import for_you


@require_GET
@open_to_all_signed_in
def for_you_page(request: SignedInRequest, language: str) -> HttpResponse:
    return render(request, "screening/for_you.html", for_you.page(language))


@require_GET
@open_to_all_signed_in
def for_you_print(request: SignedInRequest, language: str) -> HttpResponse:
    return typeset.answer(for_you.document(language), f"page-{language}")
