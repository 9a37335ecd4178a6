"""Pages of no single app: what a session left behind, numbers to call, errors, and the local mailbox."""

import json
from email import policy
from email.parser import BytesParser
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import open_to_all_signed_in
from accounts.requests import SignedInRequest
from audit.trail import record
from dmst import kept as posts
from dmst.models import KeptPost

SHOWN_MAILS = 100


@require_GET
@open_to_all_signed_in
def kept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    post = get_object_or_404(KeptPost.objects.offered_to(request.user, timezone.now()), pk=pk)
    fields = [(name, value) for name, values in json.loads(post.body).items() for value in values]
    record("kept.view", "kept", post.pk, by=request.user.pk)
    return render(request, "dmst/kept.html", {"post": post, "fields": fields})


@require_POST
@open_to_all_signed_in
def discard_kept(request: SignedInRequest, pk: UUID) -> HttpResponse:
    get_object_or_404(KeptPost.objects.offered_to(request.user, timezone.now()), pk=pk).delete()
    return redirect("home")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer to a form without its token: mostly one of our own pages, older than the last signing in.

    The browser itself says where a form comes from; only what comes from here is kept and offered back.
    """
    if request.user.is_authenticated and posts.comes_from_here(request) and posts.worth_keeping(request):
        if posts.is_background(request):
            return JsonResponse({"refused": too_old_words()}, status=403)
        return redirect("kept", posts.keep(request, request.user.pk).pk)
    return render(request, "403_csrf.html", {"reason": _("The page had been open too long.")}, status=403)


def too_old_words() -> str:
    return _(
        "Not saved: this page is older than your last sign-in. Press the button that saves it: what you typed is "
        "offered back to you."
    )


@require_GET
@login_not_required
def local_mail(request: HttpRequest) -> HttpResponse:
    """The mails the local sink kept; exists only on a developer's own computer."""
    if not settings.IS_LOCAL:
        raise Http404
    files = sorted(settings.LOCAL_MAIL_DIR.glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    parser = BytesParser(policy=policy.default)
    mails = [parser.parsebytes(path.read_bytes()) for path in files[:SHOWN_MAILS]]
    listed = [{"to": m["To"], "date": m["Date"], "subject": m["Subject"], "text": m.get_content()} for m in mails]
    return render(request, "dmst/local_mail.html", {"mails": listed, "total": len(files)})
