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
from youth.models import Youth

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
    referral: UUID | None  # whom it names, for the trail
    youth: UUID | None

    @property
    def is_answer(self) -> bool:
        return self.event in ANSWERS


def unseen_of(user: User) -> list[Piece]:
    """The newest first."""
    notices = list(Notice.objects.unseen_of(user.pk)[:SHOWN])
    about = said_of(user, notices)
    return [piece(notice, about.get(notice.subject, "")) for notice in notices]


def piece(notice: Notice, about: str) -> Piece:
    url = reverse(PLACES[notice.kind], args=[notice.subject])
    named = {notice.kind: notice.subject} if about else {}
    words = NEWS[notice.event]
    return Piece(notice.event, words, about, url, notice.at, named.get("referral"), named.get("youth"))


def said_of(user: User, notices: Iterable[Notice]) -> dict[UUID, str]:
    """Reference and initials of referrals, initials of young people: of those the person may see."""
    wanted = {kind: {one.subject for one in notices if one.kind == kind} for kind in ("referral", "youth")}
    referrals = list(Referral.objects.visible_to(user).filter(pk__in=wanted["referral"]).for_list())
    youths = list(Youth.objects.visible_to(user).filter(pk__in=wanted["youth"]).for_list())
    keys.unlock([*(one.key_owner for one in referrals), *(one.pk for one in youths)])
    said = {one.pk: f"{one.reference}, {whom(one)}" for one in referrals}
    return said | {one.pk: one.initials for one in youths}


def whom(referral: Referral) -> str:
    return referral.youth.initials if referral.youth else _("without identity")


def shown_referrals(news: Iterable[Piece]) -> set[UUID]:
    return {one.referral for one in news if one.referral}


def shown_youths(news: Iterable[Piece]) -> set[UUID]:
    return {one.youth for one in news if one.youth}
