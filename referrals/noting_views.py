"""Notes and tasks of HART beside a referral. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.models import Task
from referrals.pages import noting as pages
from referrals.services import noting
from referrals.views import read_or_write, seen_referral


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def write_note(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = pages.note_form(referral, request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        noting.write_note(referral, **form.cleaned_data, by=request.user)
        messages.success(request, _("The note stands with the referral."))
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/note.html", {"referral": referral, "form": form})


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def give_task(request: SignedInRequest, pk: UUID) -> HttpResponse:
    referral = seen_referral(request, pk)
    form = pages.task_form(referral, request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        noting.give_task(referral, **form.cleaned_data, by=request.user)
        messages.success(request, _("The task stands with the referral."))
        return redirect(referral)
    record("referral.view", "referral", referral.pk, by=request.user.pk, youth=referral.youth_id)
    return render(request, "referrals/task.html", {"referral": referral, "form": form})


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def finish_task(request: SignedInRequest, pk: UUID) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.user).select_related("step__referral"), pk=pk)
    noting.finish_task(task, by=request.user)
    messages.success(request, _("Done."))
    return redirect(task.step.referral)


@require_GET
@requires(Permission.DECIDE_REFERRAL)
def tasks(request: SignedInRequest) -> HttpResponse:
    page = pages.tasks_page(request.user)
    ids = [one["task"].step.referral_id for one in page["tasks"]]
    record("referral.list", "referral", None, by=request.user.pk, ids=ids)
    return render(request, "referrals/tasks.html", page)
