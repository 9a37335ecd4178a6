"""Whether the service is fit to work, for a monitor outside: parts by name, nothing about what they hold."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connections, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from notifications.models import Message


def answers(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def mail_flows() -> bool:
    """False while a mail has waited for more than ten minutes."""
    return not Message.objects.overdue().exists()


PARTS: dict[str, tuple[str, Callable[[], bool]]] = {
    "database": ("default", lambda: answers("default")),
    "keys": ("keys", lambda: answers("keys")),
    "mail": ("default", mail_flows),
}


def is_well(alias: str, asks: Callable[[], bool]) -> bool:
    try:
        with transaction.atomic(using=alias):
            return asks()
    except Error:
        return False


@require_safe
@login_not_required
def health(_request: HttpRequest) -> JsonResponse:
    parts = {name: is_well(alias, asks) for name, (alias, asks) in PARTS.items()}
    words = {name: "well" if well else "unwell" for name, well in parts.items()}
    return JsonResponse(words, status=HTTPStatus.OK if all(parts.values()) else HTTPStatus.SERVICE_UNAVAILABLE)


class HealthMiddleware:
    """Answers before sessions, people and the request's transaction: all of them need what may be gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == reverse("health") else self.get_response(request)
