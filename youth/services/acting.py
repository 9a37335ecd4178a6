"""Somebody acts for a unit's supervisor until a day: they hear and see what the supervisor does, and no longer."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import services as people
from accounts.models import Unit, User
from accounts.permissions import Permission, grants
from audit import clock
from audit.refusals import Refusal
from notifications import notices
from youth.models import Access
from youth.services.access import ACTING, follow_unit

LONGEST = dt.timedelta(days=60)


class CannotAct(Refusal):
    """The person or the time cannot be."""


def name_acting(unit: Unit, person: User, until: dt.datetime, *, by: User) -> Unit:
    """By the unit's own supervisor; a second time puts somebody else, or another day. Raises CannotAct."""
    held = held_unit(unit)
    if held.supervisor != by:
        raise PermissionDenied
    refuse(held, why_not(held, person, until))
    settle_earlier(held, until if held.acting_supervisor == person else None)
    people.set_acting_supervisor(held, person, until, by=by)
    follow_unit(held)
    notices.tell(person.pk, "unit.set_acting", "unit", held.pk)
    return held


def end_acting(unit: Unit, *, by: User) -> Unit:
    """By the supervisor who is back, or by who was acting; a second press changes nothing."""
    held = held_unit(unit)
    if by not in (held.supervisor, held.acting_supervisor):
        raise PermissionDenied
    if held.acting_supervisor:
        settle_earlier(held, None)
        people.set_acting_supervisor(held, None, None, by=by)
        follow_unit(held)
    return held


def held_unit(unit: Unit) -> Unit:
    led = Unit.objects.select_related("supervisor", "acting_supervisor", "office")
    return led.select_for_update(of=("self",)).get(pk=unit.pk)


def why_not(unit: Unit, person: User, until: dt.datetime) -> str:
    """A sentence, or nothing."""
    now, who = clock.now(), {"name": person.display_name}
    if person == unit.supervisor:
        return _("%(name)s is the supervisor. Choose somebody else.") % who
    if not grants(person, Permission.VIEW_UNIT):
        return _("%(name)s is no supervisor, or has left. Choose somebody else.") % who
    if until <= now:
        return _("This is in the past. Enter until when somebody acts.")
    if until > now + LONGEST:
        return _("Somebody acts for at most %(days)d days. After that, name them again.") % {"days": LONGEST.days}
    return ""


def refuse(unit: Unit, sentence: str) -> None:
    if sentence:
        raise CannotAct(sentence, reverse("dashboards:acting", args=[unit.pk]))


def settle_earlier(unit: Unit, until: dt.datetime | None) -> None:
    """A referral they were let in to until their time is up follows the new time, or ends now.

    What they see as the unit's is settled by ``follow_unit``.
    """
    if unit.acting_supervisor is None or unit.acting_until is None:
        return
    now = clock.now()
    theirs = Access.objects.current().filter(user=unit.acting_supervisor, ends_at=unit.acting_until)
    rows = theirs.exclude(why=ACTING)
    if until is None:
        rows.filter(starts_at=now).delete()
    rows.update(ends_at=until or now)
