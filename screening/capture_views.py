"""Write it down on the way, finish at a desk. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from screening import pages, services
from screening.forms_capture import CaptureForm
from screening.services import Captured
from screening.views import read_or_write
from youth.models import Youth


@read_or_write
@requires(Permission.SCREEN)
def capture(request: SignedInRequest, youth_pk: UUID | None = None) -> HttpResponse:
    youth = get_object_or_404(Youth.objects.visible_to(request.user), pk=youth_pk) if youth_pk else None
    form = pages.capture_form(pages.posted(request), youth)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["submission_key"]
        screening = services.capture(said(form), by=request.user, submission_key=key, youth=youth)
        messages.success(request, _("Kept. It waits under My screenings until you go on."))
        return redirect(pages.after_capture(screening))
    if youth:
        record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return render(request, "screening/capture.html", {"form": form, "youth": youth})


def said(form: CaptureForm) -> Captured:
    values = form.cleaned_data
    return Captured(
        words=values["captured"],
        source_type=values["source_type"],
        trigger=values["trigger"],
        gates=form.gates(),
        conflict=values.get("conflict") or "",
        who=form.who(),
    )
