"""What is new for a person: a line each, about a thing named by its reference or by initials."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from dashboards.words import NEWS
from notifications.models import Notice
from referrals.models import Referral
from vault import keys

SHOWN = 100
PLACES = {  # where the news of a thing lead
    "care": "dashboards:care",
    "consultation": "referrals:consultation",
    "correction": "referrals:correction",
    "draft": "screening:continue",
    "lowering": "referrals:lowering",
    "match": "youth:match",
    "referral": "referrals:open",
    "screening": "screening:signed",
    "unit": "dashboards:acting",
    "user": "dashboards:left",
    "youth": "referrals:youth",
}
ANSWERS = frozenset(
    f"referral.{move}" for move in ("acknowledge", "start_review", "determine", "not_accept", "close", "named")
)  # what HART says by itself; what it asks stands among what is to be done


class Piece(NamedTuple):
    """One line of it."""

    event: str
    words: str | Promise
    about: str
    url: str
    at: dt.datetime
    referral: UUID | None

    @property
    def is_answer(self) -> bool:
        return self.event in ANSWERS


def unseen_of(user: User) -> list[Piece]:
    """The newest first."""
    notices = list(Notice.objects.unseen_of(user.pk)[:SHOWN])
    about = said_of(user, (notice.subject for notice in notices if notice.kind == "referral"))
    return [piece(notice, about.get(notice.subject, "")) for notice in notices]


def piece(notice: Notice, about: str) -> Piece:
    url = reverse(PLACES[notice.kind], args=[notice.subject])
    return Piece(notice.event, NEWS[notice.event], about, url, notice.at, notice.subject if about else None)


def said_of(user: User, referrals: Iterable[UUID]) -> dict[UUID, str]:
    """Reference and initials, of those the person may see."""
    wanted = set(referrals)
    if not wanted:
        return {}
    found = list(Referral.objects.visible_to(user).filter(pk__in=wanted).for_list())
    keys.unlock(referral.key_owner for referral in found)
    return {referral.pk: f"{referral.reference}, {whom(referral)}" for referral in found}


def whom(referral: Referral) -> str:
    return referral.youth.initials if referral.youth else _("without identity")
