"""A duty recorded with one press."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from duties.models import Duty
from referrals.pages.after_duty import page_after
from referrals.services import one_press


@require_POST
@requires(Permission.EDIT_YOUTH)
def duty_done_now(request: SignedInRequest, pk: UUID) -> HttpResponse:
    duty = get_object_or_404(Duty.objects.visible_to(request.user), pk=pk)
    duty = one_press.record_now(duty, by=request.user, back=reverse("referrals:duty-done", args=[duty.pk]))
    messages.success(request, duty.done_how)
    return redirect(page_after(duty, request.user))
