"""What today's page and the pages of the trail show."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.models import Entry
from notifications.models import Notice
from referrals.models import Referral
from screening.pages import own_screenings
from vault import keys
from youth.models import Youth

SHOWN = 100
ACTIONS = {
    "youth.create": _("made the profile"),
    "youth.view": _("opened the profile"),
    "youth.update": _("changed the profile"),
    "youth.search": _("searched"),
    "screening.start": _("started a screening"),
    "screening.save": _("saved answers"),
    "screening.view": _("opened a screening"),
    "screening.result": _("opened a result"),
    "screening.told_me": _("recorded a disclosure"),
    "screening.raise": _("raised a level"),
    "screening.sign": _("signed a screening"),
    "referral.view": _("opened the referral"),
    "referral.list": _("saw it in a list"),
    "trail.view": _("looked at this trail"),
}


def today(user: User) -> dict[str, Any]:
    page: dict[str, Any] = {"notices": list(Notice.objects.unseen_of(user.pk)[:SHOWN])}
    if grants(user, Permission.SCREEN):
        page["drafts"] = own_screenings(user)
    if grants(user, Permission.REFER):
        page["referrals"] = open_referrals(user)
        page["now"] = clock.now()
    return page


def open_referrals(user: User) -> list[Referral]:
    """A supervisor sees the unit's, a caseworker their own."""
    seen = Referral.objects.visible_to(user).open().with_people()
    if not grants(user, Permission.VIEW_UNIT):
        seen = seen.filter(opened_by=user)
    referrals = list(seen.most_urgent_first()[:SHOWN])
    keys.unlock(referral.key_owner for referral in referrals)
    return referrals


def youth_in_trail_of(user: User, pk: UUID) -> Youth:
    """An auditor follows the trail of anybody, and is shown no name; everyone else only within their scope."""
    reachable = Youth.objects.visible_to(user) if grants(user, Permission.VIEW_YOUTH) else Youth.objects.all()
    return get_object_or_404(reachable, pk=pk)


def looks_at(youth: Youth) -> dict[str, Any]:
    return {"rows": with_people(Entry.objects.about_youth(youth.pk)[:SHOWN])}


def recent_trail() -> dict[str, Any]:
    return {"rows": with_people(Entry.objects.order_by("-seq")[:SHOWN])}


def with_people(entries: QuerySet[Entry]) -> list[dict[str, Any]]:
    found = list(entries)
    people = User.objects.in_bulk({entry.actor for entry in found if entry.actor})
    return [
        {
            "entry": entry,
            "who": people[entry.actor].display_name if entry.actor in people else entry.system,
            "did": ACTIONS.get(entry.action, entry.action),
        }
        for entry in found
    ]
