"""HART's queue and what is done from it. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit import clock
from audit.trail import record
from referrals.forms.queueing import SaveViewForm, SeveralForm
from referrals.models import Referral
from referrals.pages import inbox as inboxes
from referrals.pages import queue as queues
from referrals.pages.queue import Queue
from referrals.services import moves, queueing


def asked_for(request: SignedInRequest, view: str) -> Queue:
    return Queue(request.user, view, request.GET.dict(), clock.now())


def shown(
    request: SignedInRequest, queue: Queue, several: SeveralForm | None = None, saving: SaveViewForm | None = None
) -> HttpResponse:
    page = inboxes.inbox_page(queue, several, saving)
    ids = list({row["referral"].pk for row in (*page["calls"], *page["rows"])})
    record("referral.list", "referral", None, by=request.user.pk, ids=ids, facts={"view": queue.view})
    page["taken"] = queues.just_taken(request.session, queue.now)
    return render(request, "referrals/inbox.html", page)


@require_GET
@requires(Permission.WORK_INBOX)
def inbox(request: SignedInRequest, view: str) -> HttpResponse:
    return shown(request, asked_for(request, view))


@require_GET
@requires(Permission.WORK_INBOX)
def newer(request: SignedInRequest, view: str) -> HttpResponse:
    """For the script of the queue: how many have come to this view since its page was made."""
    return JsonResponse({"count": inboxes.count_newer(asked_for(request, view), request.GET.get("since", ""))})


@require_GET
@requires(Permission.WORK_INBOX)
def beside(request: SignedInRequest, pk: UUID, where: str) -> HttpResponse:
    """To the next one of the view a referral was opened from, or to the one before it."""
    get_object_or_404(Referral.objects.visible_to(request.user), pk=pk)
    kept = queues.kept_place(request.session, pk)
    if kept is None:
        return redirect("referrals:inbox", "new")
    found = queues.beside(kept, request.user, clock.now(), backward=where == "previous")
    if found:
        return redirect(kept.of(found))
    messages.info(request, _("There is no other one in this view."))
    return redirect(kept.url)


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def claim(request: SignedInRequest, view: str, pk: UUID) -> HttpResponse:
    """Taken from the list, which stays where it was; whoever comes second reads who has it."""
    queue, referral = asked_for(request, view), get_object_or_404(Referral.objects.visible_to(request.user), pk=pk)
    taken = queueing.claim(referral, by=request.user, back=queue.url_here())
    queues.remember_taken(request.session, taken, queue.now)
    return redirect(queue.url_here())


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def give_back(request: SignedInRequest, view: str, pk: UUID) -> HttpResponse:
    queue, referral = asked_for(request, view), get_object_or_404(Referral.objects.visible_to(request.user), pk=pk)
    moves.move(referral, "give_back", by=request.user)
    queues.forget_taken(request.session)
    messages.success(request, _("%(reference)s is given back: nobody has it.") % {"reference": referral.reference})
    return redirect(queue.url_here())


@require_POST
@requires(Permission.DECIDE_REFERRAL)
def several(request: SignedInRequest, view: str) -> HttpResponse:
    queue = asked_for(request, view)
    form = queue.several(request.POST)
    if not form.is_valid():
        return shown(request, queue, form)
    for sentence in queueing.done_to(**form.cleaned_data, by=request.user):
        messages.info(request, sentence)
    return redirect(queue.url_here())
