"""Search before create: who was found, what is in hand already, and how to go on with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.forms.hand import AnswerForm, AskForm, StartAnywayForm
from referrals.pages import hand
from referrals.services import asking
from screening import services as screenings
from youth import services as youths
from youth.models import Question, Youth

read_or_write = require_http_methods(["GET", "POST"])


def seen_youth(request: SignedInRequest, pk: UUID) -> Youth:
    """Each of these pages names the young person, so that opening it is in the trail."""
    youth = get_object_or_404(Youth.objects.visible_to(request.user).with_places(), pk=pk)
    record("youth.view", "youth", youth.pk, by=request.user.pk, youth=youth.pk)
    return youth


@require_GET
@requires(Permission.VIEW_YOUTH)
def results(request: SignedInRequest, pk: UUID) -> HttpResponse:
    saved = youths.saved_search(pk, by=request.user)
    return render(request, "referrals/results.html", hand.found_page(saved, request.user))


@read_or_write
@requires(Permission.SCREEN)
def start_anyway(request: SignedInRequest, pk: UUID) -> HttpResponse:
    youth, form = seen_youth(request, pk), StartAnywayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = screenings.start(youth, by=request.user, because=form.cleaned_data["because"])
        return redirect("screening:continue", draft.pk)
    found = hand.found([youth], request.user)[0]
    return render(request, "referrals/start_anyway.html", {"hit": found, "form": form})


@read_or_write
@requires(Permission.EDIT_YOUTH)
def ask(request: SignedInRequest, pk: UUID, of: UUID) -> HttpResponse:
    youth, form = seen_youth(request, pk), AskForm(request.POST or None)
    owner = hand.owner_to_ask(youth, of, request.user)
    if request.method == "POST" and form.is_valid():
        asking.ask(youth, of=owner, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("%(name)s is asked. The answer comes here.") % {"name": owner.display_name})
        return redirect("referrals:youth", youth.pk)
    return render(request, "referrals/ask.html", {"youth": youth, "owner": owner, "form": form})


@read_or_write
@requires(Permission.EDIT_YOUTH)
def answer(request: SignedInRequest, pk: UUID) -> HttpResponse:
    question = get_object_or_404(Question.objects.visible_to(request.user).with_people(), pk=pk, asked_of=request.user)
    youth, form = seen_youth(request, question.youth_id), AnswerForm(request.POST or None)
    if question.answered_at:
        return redirect("referrals:youth", youth.pk)
    if request.method == "POST" and form.is_valid():
        asking.answer(question, words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Answered."))
        return redirect("referrals:youth", youth.pk)
    return render(request, "referrals/answer_question.html", {"youth": youth, "question": question, "form": form})
