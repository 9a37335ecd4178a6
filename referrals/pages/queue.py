"""What stands around the rows of the queue: what can be chosen and what is, and the way back from a referral."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Region, User
from accounts.permissions import HART_ROLES, Permission, grants
from duties import words as times
from referrals import desks, paging
from referrals.forms.queueing import SaveViewForm, SeveralForm
from referrals.models import Referral, ReferralQuerySet, SavedView, Tag
from referrals.queue import NOBODY, ORDER_WORDS, QueueFilter, order_named, query_of
from referrals.services import claiming

PLACE, TAKEN = "place_in_queue", "taken"
HEADS: tuple[tuple[str | Promise, str], ...] = (  # of each column that the list can be ordered by
    (gettext_lazy("Level"), "urgent"),
    (gettext_lazy("Reference"), "received"),
    (gettext_lazy("Young person"), ""),
    (gettext_lazy("Office"), "office"),
    (gettext_lazy("Next clock"), "clock"),
    (gettext_lazy("Reports"), ""),
    (gettext_lazy("Owner and state"), "owner"),
    (gettext_lazy("Last contact"), "contact"),
)


class Head(NamedTuple):
    label: str | Promise
    url: str  # "" where the list cannot be ordered by it
    is_order: bool


@dataclass
class Queue:
    """One view of the queue as it is asked for. Raises Http404 for a view that is none."""

    user: User
    view: str
    asked: Mapping[str, str]
    now: dt.datetime

    def __post_init__(self) -> None:
        if self.view not in desks.VIEWS:
            raise Http404
        self.order_name, self.order = order_named(self.asked.get("sort", ""), ended=desks.VIEWS[self.view].holds_ended)

    @cached_property
    def named(self) -> dict[str, dict[str, str]]:
        """Names by id, of those that can be chosen: one query for offices, regions and HART's people."""
        office = Office.objects.order_by().values_list(Value("office"), "pk", "name")
        region = Region.objects.order_by().values_list(Value("region"), "pk", Cast("number", CharField()))
        owner = User.objects.in_role(*HART_ROLES).order_by().values_list(Value("owner"), "pk", "name")
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for kind, pk, name in sorted(office.union(region, owner, all=True), key=lambda row: row[2]):
            found[kind][str(pk)] = name
        return found

    @cached_property
    def tags(self) -> list[Tag]:
        return by_name(Tag.objects.all())

    @cached_property
    def tag_names(self) -> dict[UUID, str]:
        return {tag.pk: tag.name for tag in self.tags}

    @cached_property
    def filters(self) -> QueueFilter:
        chosen: dict[str, list[tuple[str, Any]]] = {kind: list(names.items()) for kind, names in self.named.items()}
        chosen["owner"] = [(NOBODY, _("Nobody yet")), *self.people]
        chosen["tag"] = [(str(tag.pk), tag.name) for tag in self.tags]
        return QueueFilter(self.asked, now=self.now, chosen=chosen, queryset=self.all_rows())

    @property
    def people(self) -> list[tuple[str, str]]:
        """Of HART."""
        return list(self.named["owner"].items())

    def several(self, typed: Mapping[str, Any] | None = None) -> SeveralForm:
        offered = [(str(tag.pk), tag.name) for tag in self.tags if tag.retired_at is None]
        return SeveralForm(typed, people=self.people, tags=offered)

    def save_form(self, typed: Mapping[str, Any] | None = None) -> SaveViewForm:
        return SaveViewForm(typed, may_share=grants(self.user, Permission.LEAD_HART), prefix="keep")

    def all_rows(self) -> ReferralQuerySet:
        return Referral.objects.visible_to(self.user).in_view(self.view, self.user, self.now)

    def rows(self) -> ReferralQuerySet:
        return self.filters.qs

    @property
    def query(self) -> str:
        return query_of(self.asked)

    @property
    def here(self) -> str:
        """The query with which this very page comes again."""
        return query_of(self.asked, "after", "before")

    def url_here(self) -> str:
        return address(self.view, self.here)

    def url(self, **instead: str) -> str:
        """Of this view with other parts of its address."""
        return address(self.view, query_of({**self.asked, **instead}))

    def heads(self) -> list[Head]:
        return [Head(label, self.url(sort=name) if name else "", name == self.order_name) for label, name in HEADS]

    def around(self) -> dict[str, Any]:
        """All that the page shows besides the rows."""
        return {
            "view": self.view,
            "view_label": desks.VIEWS[self.view].label,
            "query": self.query,
            "here": self.here,
            "place": f"?in={self.view}" + (f"&{self.query}" if self.query else ""),
            "filter_form": self.filters.form,
            "filtered": sum(1 for name in self.filters.data),
            "is_own_order": "sort" in self.asked,
            "clear_url": address(self.view),
            "heads": self.heads(),
            "order_words": ORDER_WORDS[self.order_name],
            "saved": saved_views(self.user),
            "leads": grants(self.user, Permission.LEAD_HART),
            "shortcuts": self.user.uses_shortcuts,
            "since": self.now.isoformat(),
        }


def by_name(tags: Iterable[Tag]) -> list[Tag]:
    """The database cannot sort what it cannot read."""
    return sorted(tags, key=lambda tag: tag.name.casefold())


def tags_offered() -> list[Tag]:
    return by_name(Tag.objects.offered())


def address(view: str, query: str = "") -> str:
    return reverse("referrals:inbox", args=[view]) + (f"?{query}" if query else "")


def saved_views(user: User) -> list[dict[str, Any]]:
    return [
        {"view": one, "url": address(one.view, one.query), "is_own": one.owner_id == user.pk}
        for one in SavedView.objects.visible_to(user)
    ]


def opened_words(referral: Referral, names: Mapping[str, str], now: dt.datetime) -> str:
    """Whose eyes are on it besides the reader's; of somebody who is not of HART nothing is said."""
    beside: dict[str, str] | None = referral.opened_beside  # type: ignore[attr-defined]
    if not beside or beside["who"] not in names:
        return ""
    since = times.length(now - dt.datetime.fromisoformat(beside["at"]))
    return _("Opened by %(name)s, %(since)s ago") % {"name": names[beside["who"]], "since": since}


# --- What was just taken, and can be given back -----------------------------------------------------------------


class Taken(NamedTuple):
    referral: str
    reference: str
    until: str  # as in ISO 8601: the session is JSON


def remember_taken(session: SessionBase, referral: Referral, now: dt.datetime) -> None:
    session[TAKEN] = Taken(str(referral.pk), referral.reference, (now + claiming.UNDO).isoformat())


def just_taken(session: SessionBase, now: dt.datetime) -> Taken | None:
    """While it can be given back with one press."""
    kept = session.get(TAKEN)
    taken = Taken(*kept) if kept else None
    return taken if taken and now < dt.datetime.fromisoformat(taken.until) else None


def forget_taken(session: SessionBase) -> None:
    session.pop(TAKEN, None)


# --- Where one came from ----------------------------------------------------------------------------------------


class Place(NamedTuple):
    """The view a referral was opened from, and where it stood there at that moment."""

    referral: str
    view: str
    query: str
    at: str

    @property
    def label(self) -> str | Promise:
        return desks.VIEWS[self.view].label

    @property
    def url(self) -> str:
        return address(self.view, self.query)

    @property
    def asked(self) -> dict[str, str]:
        return dict(parse_qsl(self.query))

    def of(self, referral: Referral) -> str:
        """The address of a referral as one of this view."""
        query = f"in={self.view}" + (f"&{self.query}" if self.query else "")
        return f"{referral.get_absolute_url()}?{query}"


def remember(session: SessionBase, referral: Referral, asked: Mapping[str, str]) -> Place | None:
    """Kept until another is opened from the queue, so that nothing done on the page loses it."""
    view = asked.get("in", "")
    if view in desks.VIEWS:
        _name, order = order_named(asked.get("sort", ""), ended=desks.VIEWS[view].holds_ended)
        session[PLACE] = Place(str(referral.pk), view, query_of(asked), paging.place_of(referral, order))
    return kept_place(session, referral.pk)


def kept_place(session: SessionBase, referral: UUID) -> Place | None:
    kept = session.get(PLACE)
    return Place(*kept) if kept and kept[0] == str(referral) else None


def beside(place: Place, user: User, now: dt.datetime, *, backward: bool) -> Referral | None:
    """The next one in the view, or the one before it, by where the present one stood."""
    queue = Queue(user, place.view, place.asked, now)
    values = paging.values_at(place.at) or []
    if len(values) != len(queue.order):
        return None
    rows = queue.rows().exclude(pk=place.referral).filter(paging.beyond(queue.order, values, backward=backward))
    return paging.ordered(rows, queue.order, backward=backward).first()
