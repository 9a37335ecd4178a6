"""The program's figures, the runs that were frozen, and the files that leave with them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Office
from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit import clock
from audit.trail import record
from reports import definitions, files, pages, periods, run_pages
from reports.cases import Scope
from reports.forms import ExportForm
from reports.models import Export, Run
from reports.routing import routed_list_page, routing_page
from reports.services import exporting, freezing
from reports.trends import trend_page


@require_GET
@requires(Permission.VIEW_FIGURES)
def latest(request: SignedInRequest) -> HttpResponse:
    return redirect("reports:figures", periods.last_over(clock.now()).slug)


@require_GET
@requires(Permission.VIEW_FIGURES)
def figures(request: SignedInRequest, period: str) -> HttpResponse:
    page = pages.figures_page(request.user, period, request.GET, clock.now())
    record("report.figures", "report", None, by=request.user.pk, facts={"period": page["period"].slug})
    return render(request, "reports/figures.html", page)


@require_GET
@requires(Permission.VIEW_FIGURES)
def figures_trend(request: SignedInRequest, period: str) -> HttpResponse:
    page = trend_page(request.user, period, request.GET, clock.now())
    record("report.figures", "report", None, by=request.user.pk, facts={"period": page["period"].slug})
    return render(request, "reports/trend.html", page)


@require_GET
@requires(Permission.LEAD_HART)
def figures_list(request: SignedInRequest, period: str) -> HttpResponse:
    """The rows behind a number of the page."""
    page = pages.list_page(request.user, period, request.GET, clock.now())
    found = page["found"]
    record(found.action, found.thing, None, by=request.user.pk, ids=found.ids)
    return render(request, "reports/list.html", page)


@require_GET
@requires(Permission.VIEW_FIGURES)
def runs(request: SignedInRequest) -> HttpResponse:
    return render(request, "reports/runs.html", run_pages.runs_page(request.user, clock.now()))


@require_POST
@requires(Permission.LEAD_HART)
def freeze(request: SignedInRequest) -> HttpResponse:
    now = clock.now()
    slug, _space, written = request.POST.get("report", "").partition(" ")
    definition, period = definitions.newest(slug), periods.named(written, now)
    made = freezing.freeze(definition, period, by=request.user, now=now)
    messages.success(request, _("Frozen. These numbers do not change any more."))
    return redirect("reports:run", made.pk)


@require_GET
@requires(Permission.VIEW_FIGURES)
def run(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Run.objects.visible_to(request.user, clock.now()), pk=pk)
    record("report.view", "report", found.pk, by=request.user.pk)
    page = run_pages.run_page(request.user, found, request.GET.get("about", ""), clock.now())
    return render(request, "reports/run.html", page)


@require_GET
@requires(Permission.VIEW_FIGURES)
def run_list(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The rows behind a number of a frozen report."""
    frozen = get_object_or_404(Run.objects.visible_to(request.user, clock.now()), pk=pk)
    page = run_pages.run_list_page(request.user, frozen, request.GET)
    found = page["found"]
    record(found.action, found.thing, None, by=request.user.pk, ids=found.ids)
    return render(request, "reports/list.html", page)


@require_POST
@requires(Permission.LEAD_HART)
def export(request: SignedInRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Run.objects.visible_to(request.user, clock.now()), pk=pk)
    form = ExportForm(request.POST)
    if not form.is_valid():
        record("report.view", "report", found.pk, by=request.user.pk)
        return render(request, "reports/run.html", run_pages.run_page(request.user, found, "", clock.now(), form))
    exporting.ask(found, **form.cleaned_data, by=request.user)
    messages.success(request, _("The file is being made. It stands below and in the disclosure register."))
    return redirect("reports:run", found.pk)


@require_GET
@requires(Permission.VIEW_FIGURES)
def register(request: SignedInRequest) -> HttpResponse:
    return render(request, "reports/register.html", {"exports": run_pages.register_lines()})


@require_GET
@requires(Permission.LEAD_HART)
def routing(request: SignedInRequest) -> HttpResponse:
    page = routing_page(clock.now(), Scope(request.user))
    record("report.figures", "report", None, by=request.user.pk, facts={"period": "routing"})
    return render(request, "reports/routing.html", page)


@require_GET
@requires(Permission.LEAD_HART)
def routing_list(request: SignedInRequest, office: UUID, rule: str) -> HttpResponse:
    """The referrals that came to one office by one rule."""
    page = routed_list_page(request.user, get_object_or_404(Office, pk=office), rule, clock.now())
    found = page["found"]
    record(found.action, found.thing, None, by=request.user.pk, ids=found.ids)
    return render(request, "reports/list.html", page)


@require_GET
@requires(Permission.LEAD_HART)
def download(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """One's own file, while it is there."""
    found = get_object_or_404(Export, pk=pk, made_by=request.user, content__isnull=False)
    record("report.download", "export", found.pk, by=request.user.pk)
    return files.response(exporting.content_of(found), f"report.{found.format}", files.TYPES[found.format])
