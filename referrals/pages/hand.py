"""What is already in hand for a young person: an open referral, a draft, a screening of late; whose, and how old."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from duties import words as times
from referrals.models import Referral
from screening.models import Screening
from youth.models import SavedSearch, Youth
from youth.pages import heading_of, results_page
from youth.services import results_of

OF_LATE = dt.timedelta(days=30)  # as long as a screening stands before the next one is due


class Thing(NamedTuple):
    """One thing in hand, and the person to ask about it."""

    what: str | Promise
    at: str
    owner: User
    go_on: str = ""  # an address, where it is the reader's own draft
    referral: uuid.UUID | None = None
    awaits_screening: bool = False


@dataclass(frozen=True)
class Found:
    """A young person of the results, as the reader may go on with them."""

    youth: Youth
    heading: str
    reader: User
    in_hand: list[Thing] = field(default_factory=list)

    @property
    def go_on(self) -> str:
        return next((one.go_on for one in self.in_hand if one.go_on), "")

    @property
    def has_referral(self) -> bool:
        return any(one.referral for one in self.in_hand)

    @property
    def to_screen(self) -> uuid.UUID | None:
        """The referral that still waits for its screening, unless one is begun."""
        return None if self.go_on else next((one.referral for one in self.in_hand if one.awaits_screening), None)

    @property
    def owners(self) -> list[User]:
        return list({one.owner.pk: one.owner for one in self.in_hand if one.owner != self.reader}.values())


def found_page(saved: SavedSearch, user: User) -> dict[str, Any]:
    youths = results_of(saved, by=user)
    return {
        **results_page(saved, youths, user),
        "found": found(youths, user),
        "may_refer": grants(user, Permission.REFER),
        "may_take_report": grants(user, Permission.DECIDE_REFERRAL),
    }


def found(youths: list[Youth], user: User) -> list[Found]:
    hands = in_hand([youth.pk for youth in youths], user)
    return [Found(youth, heading_of(youth), user, hands[youth.pk]) for youth in youths]


def owner_to_ask(youth: Youth, pk: uuid.UUID, user: User) -> User:
    """Whoever has something in hand; raises Http404 for anybody else."""
    owner = next((one for one in found([youth], user)[0].owners if one.pk == pk), None)
    if owner is None:
        raise Http404
    return owner


def in_hand(youths: Iterable[uuid.UUID], user: User) -> dict[uuid.UUID, list[Thing]]:
    """Two queries, however many young people."""
    wanted, now = list(youths), clock.now()
    hands: dict[uuid.UUID, list[Thing]] = defaultdict(list)
    if wanted:
        for referral in Referral.objects.visible_to(user).open().filter(youth__in=wanted).with_opener():
            assert referral.youth_id
            hands[referral.youth_id].append(of_referral(referral, now))
        for screening in Screening.objects.under_way(wanted, since=now - OF_LATE):
            hands[screening.youth_id].append(of_screening(screening, now, user))
    return hands


def of_referral(referral: Referral, now: dt.datetime) -> Thing:
    what = _("%(kind)s: %(status)s") % {
        "kind": referral.get_kind_display(),
        "status": referral.get_status_display().lower(),
    }
    at = _("sent %(moment)s") % {"moment": times.moment(referral.opened_at, now)}
    return Thing(what, at, referral.opened_by, referral=referral.pk, awaits_screening=referral.level == "")


def of_screening(screening: Screening, now: dt.datetime, user: User) -> Thing:
    if screening.signed_at and screening.signed_by:
        at = _("signed %(moment)s") % {"moment": times.moment(screening.signed_at, now)}
        return Thing(_("Screening"), at, screening.signed_by)
    at = _("started %(moment)s") % {"moment": times.moment(screening.started_at, now)}
    own = screening.owner == user
    go_on = reverse("screening:continue", args=[screening.pk]) if own else ""
    return Thing(_("Screening, a draft"), at, screening.owner, go_on)
