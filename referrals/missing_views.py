"""That somebody is missing, who was told, and that they are back. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit import clock
from audit.trail import record
from referrals.forms import BackForm, MissingForm, ReportsForm
from screening import services as screenings
from youth.models import MissingEpisode, Youth

read_or_write = require_http_methods(["GET", "POST"])


def seen_episode(request: SignedInRequest, pk: UUID) -> MissingEpisode:
    return get_object_or_404(MissingEpisode.objects.visible_to(request.user).select_related("youth"), pk=pk)


def viewed(request: SignedInRequest, episode: MissingEpisode) -> None:
    record("youth.view_missing", "episode", episode.pk, by=request.user.pk, youth=episode.youth_id)


@read_or_write
@requires(Permission.EDIT_YOUTH)
def missing(request: SignedInRequest, pk: UUID) -> HttpResponse:
    youth = get_object_or_404(Youth.objects.visible_to(request.user), pk=pk)
    form = MissingForm(
        request.POST if request.method == "POST" else None,
        youth=youth,
        initial={"known_at": timezone.localtime(clock.now())},
    )
    if request.method == "POST" and form.is_valid():
        danger = form.cleaned_data["danger"]
        screenings.begin_episode(youth, form.values(), danger=danger, by=request.user)
        messages.success(request, _("Recorded. What has to be done, and by when, stands below."))
        return redirect("referrals:youth", youth.pk)
    record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "referrals/missing.html", {"youth": youth, "form": form})


@read_or_write
@requires(Permission.EDIT_YOUTH)
def reports(request: SignedInRequest, pk: UUID) -> HttpResponse:
    episode = seen_episode(request, pk)
    form = ReportsForm(
        request.POST if request.method == "POST" else None,
        youth=episode.youth,
        initial=ReportsForm.initial_from(episode),
    )
    if request.method == "POST" and form.is_valid():
        screenings.report_episode(episode, form.reports(), by=request.user)
        messages.success(request, _("The reports are recorded."))
        return redirect("referrals:youth", episode.youth_id)
    viewed(request, episode)
    return render(request, "referrals/missing_reports.html", {"episode": episode, "form": form})


@read_or_write
@requires(Permission.EDIT_YOUTH)
def back(request: SignedInRequest, pk: UUID) -> HttpResponse:
    episode = seen_episode(request, pk)
    form = BackForm(request.POST if request.method == "POST" else None, episode=episode)
    if request.method == "POST" and form.is_valid():
        _episode, draft = screenings.end_episode(episode, **form.cleaned_data, by=request.user)
        messages.success(request, _("Recorded. The screening on return starts within 24 hours and ends within 72."))
        return redirect("screening:continue", draft.pk) if draft else redirect("referrals:youth", episode.youth_id)
    viewed(request, episode)
    return render(request, "referrals/missing_back.html", {"episode": episode, "form": form})
