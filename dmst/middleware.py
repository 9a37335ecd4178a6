"""What holds for every request: nothing is cached, an undeclared view is denied, one transaction with its trail."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.permissions import Permission, grants
from audit import clock, trail
from audit.refusals import Refusal
from dmst import kept
from dmst.access import THIRD_PARTY
from vault import keys

GetResponse = Callable[[HttpRequest], HttpResponse]
View = Callable[..., HttpResponse]


class NoStoreMiddleware:
    """Case data stays in no cache; after signing out the browser forgets what it held."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        add_never_cache_headers(response)
        if request.path == reverse("account_logout") and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class EndedSessionMiddleware:
    """Ends a session nobody typed in for 15 minutes, and keeps what a POST carried when its session had ended."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        owner = kept.owner_of_ended_session(request)
        if owner is not None and kept.worth_keeping(request):
            post = kept.keep(request, owner)
            return sign_in_again(request, reverse("kept", args=[post.pk]))
        with kept.remembering_the_end(request):
            return self.get_response(request)


def sign_in_again(request: HttpRequest, come_back_to: str) -> HttpResponse:
    """A page goes to the sign-in; a script learns where the page should go."""
    to_login = redirect_to_login(come_back_to)
    if is_script(request):
        return JsonResponse({"sign_in": to_login.url}, status=401)
    messages.info(
        request,
        _("You were signed out. What you sent is kept for 30 minutes: sign in, and it is offered back to you."),
    )
    return to_login


def is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "fetch"


class DeclaredAccessMiddleware:
    """A view that does not say who may use it is for nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return sign_in_again(request, "/") if is_script(request) else redirect_to_login(request.get_full_path())
        if not grants(request.user, declared_permission(request, view)):
            raise PermissionDenied
        return None


def declared_permission(request: HttpRequest, view: View) -> Permission | None:
    name = request.resolver_match.view_name if request.resolver_match else ""
    return getattr(view, "permission", None) or THIRD_PARTY.get(name)


class Undone(Exception):
    """Carries a refused answer out of the transaction, which is rolled back on the way."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class TransactionMiddleware:
    """The request is the transaction; the trail is its last statement, so that a failing trail means no page.

    What is refused (a status of 400 and above, or a ``Refusal``) is rolled back and recorded in a second transaction.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            with transaction.atomic(), keys.opened(), trail.recording(request_id=request_id(request)):
                set_context(request)
                response = self.get_response(request)
                if response.status_code >= 400 or hasattr(response, "refusal"):
                    raise Undone(response)
                return response
        except Undone as undone:
            record_refusal(request, undone.response)
            return undone.response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        response: HttpResponse
        if is_script(request):
            response = JsonResponse({"refused": error.message}, status=409)
        elif error.shows_typed and (typed := typed_in(request)):
            shown = {"message": error.message, "back": error.back, "typed": typed}
            response = render(request, "refused.html", shown, status=409)
        else:
            messages.error(request, error.message)
            response = HttpResponseRedirect(error.back)
        setattr(response, "refusal", type(error).__name__)  # noqa: B010  # read in record_refusal
        return response


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of what a form carried, without the token and what is empty."""
    names = (name for name in request.POST if name != "csrfmiddlewaretoken")
    return [(name, value) for name in names for value in request.POST.getlist(name) if value]


def set_context(request: HttpRequest) -> None:
    """Tell the database who asks (row-level security reads it) and learn what time it is, in one query."""
    person = str(request.user.pk) if request.user.is_authenticated else ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user_id', %s, true), dmst_now()", [person])
        row = cursor.fetchone()
    clock.seed(row[1])


def record_refusal(request: HttpRequest, response: HttpResponse) -> None:
    person = request.user.pk
    if person is None:  # strangers reach no record; the trail is not theirs to fill
        return
    match = request.resolver_match
    facts = {
        "status": response.status_code,
        "view": (match.view_name if match else "").replace(":", "."),
        "refusal": getattr(response, "refusal", "").lower(),
    }
    with transaction.atomic(), keys.opened(), trail.recording(request_id=request_id(request)):
        trail.record("request.refuse", "request", None, by=person, facts=facts)


def request_id(request: HttpRequest) -> str:
    return str(getattr(request, "id", ""))
