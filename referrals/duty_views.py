"""A duty is done, does not apply, or its clock stands for a while: recorded with one press, or on a page of its own."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _L
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from duties.models import Duty
from referrals import words
from referrals.forms import DoneForm, NotApplicableForm, PauseForm
from referrals.pages.after_duty import page_after
from referrals.services import acts, one_press

read_or_write = require_http_methods(["GET", "POST"])


class Asked(NamedTuple):
    """What a page about a duty says."""

    title: str | Promise
    explanation: str | Promise
    button: str | Promise


DONE = Asked(
    _L("Record what was done"),
    _L("A clock stops only by a recorded act. It may be recorded late: enter when it was done."),
    _L("Record as done"),
)
NOT_APPLICABLE = Asked(
    _L("Record why it does not apply"),
    _L("A duty that does not apply needs a reason; it stays on the record."),
    _L("Record: does not apply"),
)
PAUSE = Asked(
    _L("Pause a clock"),
    _L(
        "The time that it stands is added to its limit, and nobody is told that it is late. "
        "Only what is counted in business time can be paused; a legal clock never stops."
    ),
    _L("Pause this clock"),
)


def seen_duty(request: SignedInRequest, pk: UUID) -> Duty:
    return get_object_or_404(Duty.objects.visible_to(request.user), pk=pk)


def duty_page(request: SignedInRequest, duty: Duty, form: Form, asked: Asked) -> HttpResponse:
    record("duty.view", "duty", duty.pk, by=request.user.pk, youth=duty.youth_id)
    page = {"duty": duty, "name": words.name_of(duty), "form": form, "asked": asked}
    return render(request, "referrals/duty.html", page)


@read_or_write
@requires(Permission.EDIT_YOUTH)
def duty_done(request: SignedInRequest, pk: UUID) -> HttpResponse:
    duty = seen_duty(request, pk)
    form = DoneForm(request.POST or None, due_at=duty.due_at)
    if request.method == "POST" and form.is_valid():
        acts.do(duty, by=request.user, **form.cleaned_data)
        messages.success(request, _("Recorded as done."))
        return redirect(page_after(duty, request.user))
    return duty_page(request, duty, form, DONE)


@read_or_write
@requires(Permission.EDIT_YOUTH)
def duty_does_not_apply(request: SignedInRequest, pk: UUID) -> HttpResponse:
    duty, form = seen_duty(request, pk), NotApplicableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.does_not_apply(duty, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, _("Recorded: it does not apply."))
        return redirect(page_after(duty, request.user))
    return duty_page(request, duty, form, NOT_APPLICABLE)


@require_POST
@requires(Permission.EDIT_YOUTH)
def duty_done_now(request: SignedInRequest, pk: UUID) -> HttpResponse:
    duty = seen_duty(request, pk)
    duty = one_press.record_now(duty, by=request.user, back=reverse("referrals:duty-done", args=[duty.pk]))
    messages.success(request, duty.done_how)
    return redirect(page_after(duty, request.user))


@read_or_write
@requires(Permission.DECIDE_REFERRAL)
def duty_pause(request: SignedInRequest, pk: UUID) -> HttpResponse:
    duty, form = seen_duty(request, pk), PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        acts.pause(duty, by=request.user, because=form.cleaned_data["because"])
        messages.success(request, _("The clock stands until you let it run again."))
        return redirect(page_after(duty, request.user))
    return duty_page(request, duty, form, PAUSE)


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def duty_resume(request: SignedInRequest, pk: UUID) -> HttpResponse:
    duty = acts.resume(seen_duty(request, pk), by=request.user)
    messages.success(request, _("The clock runs again."))
    return redirect(page_after(duty, request.user))
