"""Finding, adding and correcting a young person. The profile's own page is one of ``referrals``."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from youth import pages, services
from youth.forms import SearchForm
from youth.models import Youth

read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
@requires(Permission.VIEW_YOUTH)
def search(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(pages.posted(request))
    if request.method == "POST" and form.is_valid():
        saved = services.search(form.cleaned_data, by=request.user)
        return redirect("youth:results", saved.pk)
    return render(request, "youth/search.html", {"form": form})


@require_GET
@requires(Permission.VIEW_YOUTH)
def results(request: SignedInRequest, pk: UUID) -> HttpResponse:
    saved = services.saved_search(pk, by=request.user)
    found = services.results_of(saved, by=request.user)
    return render(request, "youth/results.html", pages.results_page(saved, found, request.user))


@read_or_write
@requires(Permission.EDIT_YOUTH)
def new(request: SignedInRequest, search_pk: UUID) -> HttpResponse:
    saved = services.saved_search(search_pk, by=request.user)
    if saved.youth_id:
        messages.info(request, _("This profile was added already."))
        return redirect("referrals:youth", saved.youth_id)
    page = pages.ProfilePage.for_new(request.user, saved, pages.posted(request))
    if request.method == "POST" and page.is_valid():
        youth = services.add_from_search(saved, page.values(), by=request.user)
        messages.success(request, _("The profile is saved."))
        return redirect(pages.onward(request, youth))
    return render(request, "youth/new.html", pages.new_page(page, saved))


@read_or_write
@requires(Permission.EDIT_YOUTH)
def edit(request: SignedInRequest, pk: UUID) -> HttpResponse:
    seen = Youth.objects.visible_to(request.user)
    youth = get_object_or_404(seen.locked() if request.method == "POST" else seen, pk=pk)
    page = pages.ProfilePage.for_change(request.user, youth, pages.posted(request))
    if request.method == "POST" and page.is_valid():
        services.update_youth(youth, page.values(), by=request.user)
        messages.success(request, _("The profile is saved."))
        return redirect(pages.onward(request, youth))
    record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "youth/edit.html", page.context())
