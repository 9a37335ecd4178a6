"""How HART arranges its queue: tags, kept views, the keys. A view fetches, calls, says, goes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services as accounts
from accounts.permissions import Permission, requires
from accounts.requests import SignedInRequest
from audit.trail import record
from referrals.forms.queueing import TagForm
from referrals.models import SavedView, Tag
from referrals.pages import queue as queues
from referrals.queue_views import asked_for, shown
from referrals.services import arranging


@require_POST
@requires(Permission.WORK_INBOX)
def keep_view(request: SignedInRequest, view: str) -> HttpResponse:
    queue = asked_for(request, view)
    form = queue.save_form(request.POST)
    if not form.is_valid():
        return shown(request, queue, saving=form)
    arranging.keep_view(**form.cleaned_data, view=view, query=queue.query, by=request.user)
    messages.success(request, _("Kept. It stands beside the views."))
    return redirect(queue.url_here())


@require_POST
@requires(Permission.WORK_INBOX)
def forget_view(request: SignedInRequest, pk: UUID) -> HttpResponse:
    kept = get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)
    arranging.forget_view(kept, by=request.user)
    messages.success(request, _("The view is forgotten. Nothing else has changed."))
    return redirect("referrals:inbox", kept.view)


@require_http_methods(["GET", "POST"])
@requires(Permission.LEAD_HART)
def tags(request: SignedInRequest) -> HttpResponse:
    form = TagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        arranging.make_tag(form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The tag is on the list."))
        return redirect("referrals:tags")
    record("tag.list", "tag", None, by=request.user.pk)
    return render(request, "referrals/tags.html", {"form": form, "tags": queues.tags_offered()})


@require_POST
@requires(Permission.LEAD_HART)
def retire_tag(request: SignedInRequest, pk: UUID) -> HttpResponse:
    arranging.retire_tag(get_object_or_404(Tag, pk=pk), by=request.user)
    messages.success(request, _("The tag is off the list. Where it was put it stays."))
    return redirect("referrals:tags")


@require_POST
@requires(Permission.WORK_INBOX)
def set_shortcuts(request: SignedInRequest, view: str) -> HttpResponse:
    accounts.set_shortcuts(request.user, on=request.POST.get("on") == "1")
    return redirect(asked_for(request, view).url_here())
