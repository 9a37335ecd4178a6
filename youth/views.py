"""Finding, adding and correcting a young person. The results and the profile's own page are of ``referrals``."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from youth import pages, services
from youth.forms import SearchForm
from youth.models import Match, Youth

read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
@requires(Permission.VIEW_YOUTH)
def search(request: SignedInRequest) -> HttpResponse:
    form = SearchForm(pages.posted(request))
    if request.method == "POST" and form.is_valid():
        saved = services.search(form.cleaned_data, by=request.user)
        return redirect("referrals:results", saved.pk)
    return render(request, "youth/search.html", {"form": form})


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
        return pages.onward(request, youth)
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
        return pages.onward(request, youth)
    record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "youth/edit.html", page.context())


@require_GET
@requires(Permission.WORK_INBOX)
def matches(request: SignedInRequest) -> HttpResponse:
    found = pages.open_matches(request.user)
    record("youth.list", "youth", None, by=request.user.pk, ids=[one.match.youth_id for one in found])
    return render(request, "youth/matches.html", {"found": found})


@require_GET
@requires(Permission.WORK_INBOX)
def match(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = seen_match(request, pk)
    record("youth.view", "youth", found.youth_id, by=request.user.pk, youth=found.youth_id)
    return render(request, "youth/match.html", pages.match_page(found))


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def match_same(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = services.settle(seen_match(request, pk), is_same=True, by=request.user)
    messages.success(
        request, _("%(name)s may now see the record, and is told.") % {"name": found.searcher.display_name}
    )
    return redirect("youth:matches")


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def match_another(request: SignedInRequest, pk: UUID) -> HttpResponse:
    services.settle(seen_match(request, pk), is_same=False, by=request.user)
    messages.success(request, _("Recorded: somebody else. Nobody is told."))
    return redirect("youth:matches")


def seen_match(request: SignedInRequest, pk: UUID) -> Match:
    return get_object_or_404(Match.objects.visible_to(request.user).with_people(), pk=pk)
