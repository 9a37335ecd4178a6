"""What every page shows around its own matter: who is signed in, where they can go, what is new for them."""

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from notifications.models import Notice


class NavItem(NamedTuple):
    label: str
    url: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    shown = {"is_demo": settings.DMST_ENV != "production", "careline": settings.CARELINE}
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {**shown, "nav": [], "person": None}
    user = request.user
    unseen = SimpleLazyObject(lambda: Notice.objects.unseen_of(user.pk).count())
    return {**shown, "person": user, "nav": navigation(user, request.path), "notices_count": unseen}


def navigation(user: User, path: str) -> list[NavItem]:
    places = [
        (Permission.VIEW_UNIT, _("My unit"), reverse("dashboards:unit")),
        (Permission.REFER, _("My day"), reverse("dashboards:my-day")),
        (Permission.REFER, _("Refer now"), reverse("referrals:refer-now")),
        (Permission.VIEW_YOUTH, _("Find a young person"), reverse("youth:search")),
        (Permission.SCREEN, _("My screenings"), reverse("screening:mine")),
        (Permission.REFER, _("My referrals"), reverse("referrals:mine")),
        (Permission.WORK_INBOX, _("Inbox"), reverse("referrals:inbox", args=["new"])),
        (Permission.WORK_INBOX, _("Possible matches"), reverse("youth:matches")),
        (Permission.VIEW_FIGURES, _("Figures"), reverse("reports:latest")),
        (Permission.MANAGE_PEOPLE, _("Administration"), reverse("administration:start")),
        (Permission.READ_WHOLE_TRAIL, _("Trail"), reverse("dashboards:trail")),
    ]
    beside = {reverse("reports:latest"): reverse("reports:runs")}  # another address of the same place
    return [
        NavItem(label, url, path.startswith((url, beside.get(url, url))))
        for permission, label, url in places
        if grants(user, permission)
    ]
