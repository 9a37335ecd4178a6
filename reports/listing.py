"""The rows behind a number of the figures, within what somebody may see: referrals, duties or screenings."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit import clock
from duties import words as times
from duties.models import Duty
from referrals import words
from referrals.models import Referral
from reports.measures import Behind
from screening.models import Screening
from vault import keys

MOST = 200  # rows of one list


class Listed(NamedTuple):
    text: str
    url: str
    about: str
    state: str


class Found(NamedTuple):
    rows: list[Listed]
    action: str  # of the trail, with what it names and the ids
    thing: str
    ids: list[UUID | None]


def listed(user: User, behind: Behind, ids: Iterable[Any]) -> dict[str, Any]:
    """Of these the newest."""
    return {"found": OF[behind](user, ids), "most": MOST}


def referrals(user: User, ids: Iterable[Any]) -> Found:
    found = list(Referral.objects.visible_to(user).filter(pk__in=ids).for_list().order_by("-opened_at")[:MOST])
    keys.unlock(one.key_owner for one in found)
    rows = [
        Listed(one.reference, one.get_absolute_url(), about(one), str(one.get_status_display())) for one in found
    ]  # fmt: skip
    return Found(rows, "referral.list", "referral", [one.pk for one in found])


def about(referral: Referral) -> str:
    who = referral.youth.initials if referral.youth else _("Without identity")
    return f"{who}, {referral.office.name}, {times.moment(referral.opened_at, clock.now())}"


def duties(user: User, ids: Iterable[Any]) -> Found:
    """Each leads to its young person, whose page has all of their duties."""
    seen = Duty.objects.visible_to(user).unrestricted().filter(pk__in=ids)
    found = list(seen.select_related("youth").order_by("-due_at", "pk")[:MOST])
    keys.unlock(one.youth_id for one in found)
    rows = [
        Listed(
            f"{words.name_of(one)}: {one.youth.initials}", reverse("referrals:youth", args=[one.youth_id]),
            _("By %s") % times.moment(one.due_at, clock.now()) if one.due_at else "", state_of(one),
        )
        for one in found if one.youth
    ]  # fmt: skip
    return Found(rows, "youth.list", "youth", list({one.youth_id for one in found}))


def state_of(duty: Duty) -> str:
    if duty.done_at is None:
        return _("Not done")
    return _("In time") if duty.due_at is None or duty.done_at <= duty.due_at else _("Late")


def screenings(user: User, ids: Iterable[Any]) -> Found:
    seen = Screening.objects.visible_to(user).signed().filter(pk__in=ids)
    found = list(seen.select_related("youth__office")[:MOST])
    keys.unlock(one.youth_id for one in found)
    rows = [
        Listed(
            _("Screening of %s") % one.youth.initials, reverse("screening:signed", args=[one.pk]),
            f"{one.youth.office or ''}, {times.moment(one.signed_at, clock.now())}", str(one.get_level_display()),
        )
        for one in found if one.signed_at
    ]  # fmt: skip
    return Found(rows, "screening.list", "screening", [one.pk for one in found])


OF: Mapping[Behind, Callable[[User, Iterable[Any]], Found]] = {
    Behind.REFERRALS: referrals,
    Behind.DUTIES: duties,
    Behind.SCREENINGS: screenings,
}
