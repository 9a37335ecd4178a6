"""Each role's first page, my day, the news, and who looked at a record."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import services as accounts
from accounts.permissions import Permission, grants, open_to_all_signed_in, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from dashboards import news as news_of
from dashboards import pages
from dashboards.reach import ReachForm, reach_page
from notifications import notices


@require_GET
@open_to_all_signed_in
def home(request: SignedInRequest) -> HttpResponse:
    """To what they are here for."""
    return redirect(pages.first_of(request.user))


@require_GET
@requires(Permission.REFER)
def my_day(request: SignedInRequest) -> HttpResponse:
    page = pages.today(request.user)
    record("screening.list", "screening", None, by=request.user.pk, ids=[row["screening"].pk for row in page["drafts"]])
    record("referral.list", "referral", None, by=request.user.pk, ids=pages.shown_referrals(page))
    record("youth.list", "youth", None, by=request.user.pk, ids=pages.shown_youths(page))
    return render(request, "dashboards/my_day.html", page)


@require_GET
@open_to_all_signed_in
def news(request: SignedInRequest) -> HttpResponse:
    unseen = news_of.unseen_of(request.user)
    record("referral.list", "referral", None, by=request.user.pk, ids=list(news_of.shown_referrals(unseen)))
    record("youth.list", "youth", None, by=request.user.pk, ids=list(news_of.shown_youths(unseen)))
    return render(request, "dashboards/news.html", {"news": unseen})


@require_POST
@open_to_all_signed_in
def seen(request: SignedInRequest) -> HttpResponse:
    notices.mark_all_seen(request.user.pk)
    return redirect("dashboards:my-day" if grants(request.user, Permission.REFER) else "home")


@require_http_methods(["GET", "POST"])
@open_to_all_signed_in
def reach(request: SignedInRequest) -> HttpResponse:
    form = ReachForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        accounts.set_mail_choices(request.user, form.chosen(request.user))
        messages.success(request, _("Kept."))
        return redirect("dashboards:reach")
    return render(request, "dashboards/reach.html", reach_page(form, request.user))


@require_GET
@requires(Permission.READ_WHOLE_TRAIL)
def trail(request: SignedInRequest) -> HttpResponse:
    record("trail.view", "trail", None, by=request.user.pk)
    return render(request, "dashboards/trail.html", pages.whole_trail(request.GET.get("page", "")))


@require_GET
@requires(Permission.VIEW_TRAIL)
def who_looked(request: SignedInRequest, pk: UUID) -> HttpResponse:
    youth = pages.youth_in_trail_of(request.user, pk)
    record("trail.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    shown = pages.looks_at_youth(youth, request.GET.get("page", ""))
    return render(request, "dashboards/who_looked.html", shown)


@require_GET
@requires(Permission.VIEW_TRAIL)
def who_looked_referral(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Of a consultation that names nobody: there is no young person to follow."""
    referral = pages.nameless_in_trail_of(request.user, pk)
    record("trail.view", "referral", referral.pk, by=request.user.pk)
    shown = pages.looks_at_referral(referral, request.GET.get("page", ""))
    return render(request, "dashboards/who_looked.html", shown)
