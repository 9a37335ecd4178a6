"""Ending an idle session, and keeping what its last form carried (foundations: requests)."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone

from dmst.models import LONGEST_SESSION, EndedSession, KeptPost
from screening.leaving import BACK

LAST_INPUT = "last_input"
PRECISION = 30  # seconds: an active person's session row is not written at every request


def owner_of_ended_session(request: HttpRequest) -> UUID | None:
    """Whose session this was, when it is over; ends it when nobody has typed for 15 minutes.

    Sessions live by the clock Django gives them, not by the database's: nothing of the case hangs on it.
    """
    if not request.user.is_authenticated:
        return owner_by_key(request) if request.method == "POST" else None
    now = timezone.now().timestamp()
    last = request.session.get(LAST_INPUT, now)
    if now - last > settings.SESSION_IDLE.total_seconds():
        owner = request.user.pk
        remember_end(str(request.session.session_key), owner)
        logout(request)
        return owner
    if not is_background(request) and (LAST_INPUT not in request.session or now - last > PRECISION):
        request.session[LAST_INPUT] = now
    return None


def is_background(request: HttpRequest) -> bool:
    """Autosave and polling are not a person's activity."""
    return request.headers.get("X-Background") == "1"


def owner_by_key(request: HttpRequest) -> UUID | None:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return None
    ended = EndedSession.objects.filter(pk=key_hash(key)).first()
    if ended:
        return ended.user_id
    expired = Session.objects.filter(pk=key, expire_date__lte=timezone.now()).first()
    owner = expired.get_decoded().get(SESSION_KEY) if expired else None
    return UUID(owner) if owner else None


@contextmanager
def remembering_the_end(request: HttpRequest) -> Iterator[None]:
    """Around an answer: when it signed the person out, remember whose session that was."""
    owner = request.user.pk if request.user.is_authenticated else None
    key = request.session.session_key
    yield
    if owner and key and not request.user.is_authenticated:
        remember_end(key, owner)


def remember_end(key: str, owner: UUID) -> None:
    now = timezone.now()
    EndedSession.objects.filter(ended_at__lt=now - LONGEST_SESSION).delete()
    EndedSession.objects.update_or_create(pk=key_hash(key), defaults={"user_id": owner, "ended_at": now})


def key_hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def comes_from_here(request: HttpRequest) -> bool:
    """By what the browser says and no page can forge; an old one that says nothing is not believed."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def worth_keeping(request: HttpRequest) -> bool:
    """Only a form of a page behind the sign-in; signing in and out are nothing to keep."""
    try:
        view = resolve(request.path).func
    except Resolver404:
        return False
    return request.method == "POST" and getattr(view, "login_required", True) and not is_sign_in(request.path)


def is_sign_in(path: str) -> bool:
    return path.startswith("/accounts/")


def keep(request: HttpRequest, owner: UUID) -> KeptPost:
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    forget_stale()
    back = f"?then={BACK}" if is_background(request) else ""  # nobody had pressed a button: the page is gone on with
    return KeptPost.objects.create(
        user_id=owner, path=request.path[:380] + back, body=json.dumps(fields), kept_at=timezone.now()
    )


def forget_stale() -> int:
    return KeptPost.objects.stale(timezone.now()).delete()[0]
