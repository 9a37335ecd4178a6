"""The queue as it is asked for: filters, orders, pages by place, and the way through a view from one referral."""

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit import clock
from referrals import paging
from referrals.models import Referral, Tag
from referrals.pages.queue import Queue
from referrals.queue import ORDERS, QueueFilter, query_of
from referrals.services import moves
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def asked(user: User, view: str = "all", **parts: str) -> list[Referral]:
    return list(Queue(user, view, parts, clock.now()).rows())


@pytest.fixture
def several(people: Cast) -> list[Referral]:
    """Seven, of which some share what they are ordered by and some have nothing there."""
    found = [sent(people, level, youth=young_person(people)) for level in ("4", "3", "3", "3", "4", "4", "3")]
    for referral in found[:3]:
        moves.move(referral, "acknowledge", by=people.liaison)
    Referral.objects.filter(pk=found[3].pk).update(next_due=None)
    Referral.objects.filter(pk=found[4].pk).update(next_due=None, last_contact_at=clock.now())
    return found


def walked(queue: Queue, *, size: int, backward: bool = False) -> list[Any]:
    """Page by page; a page holds what the one before said comes next."""
    seen: list[Any] = []
    part = paging.part_of(queue.rows(), queue.order, size=size)
    while True:
        seen += [row.pk for row in part.rows]
        if not part.later:
            break
        part = paging.part_of(queue.rows(), queue.order, size=size, after=part.later)
    if not backward:
        return seen
    back = [row.pk for row in part.rows]
    while part.earlier:
        part = paging.part_of(queue.rows(), queue.order, size=size, before=part.earlier)
        back = [row.pk for row in part.rows] + back
    return back


def test_pages_in_either_direction_hold_each_row_once_and_in_order(people: Cast, several: list[Referral]) -> None:
    for order, size in itertools.product(ORDERS, (1, 2, 3, 7, 50)):
        queue = Queue(people.liaison, "all", {"sort": order}, clock.now())
        whole = [row.pk for row in paging.ordered(queue.rows(), queue.order)]
        assert len(whole) == len(several)
        assert walked(queue, size=size) == whole, (order, size)
        assert walked(queue, size=size, backward=True) == whole, (order, size)


def test_a_row_that_leaves_shifts_nobody(people: Cast, several: list[Referral]) -> None:
    queue = Queue(people.liaison, "all", {}, clock.now())
    first = paging.part_of(queue.rows(), queue.order, size=3)
    following = [row.pk for row in paging.part_of(queue.rows(), queue.order, size=3, after=first.later).rows]
    taken = next(row for row in first.rows if row.status == "acknowledged")
    gone = moves.move(taken, "not_accept", by=people.liaison, words="It belongs elsewhere.")
    assert not gone.is_open
    again = Queue(people.liaison, "all", {}, clock.now())
    assert [row.pk for row in paging.part_of(again.rows(), again.order, size=3, after=first.later).rows] == following


def test_a_place_that_is_none_is_the_beginning(people: Cast, several: list[Referral]) -> None:
    for place in ("nonsense", "AAAA", "é", paging.place_of(people.lead, (paging.Key("pk"),))):
        page = as_(people.liaison).get(reverse("referrals:inbox", args=["all"]), {"after": place, "before": place})
        assert page.content.decode().count('data-label="Reference"') == len(several), place


def test_an_address_does_not_say_what_the_list_is_ordered_by(people: Cast, several: list[Referral]) -> None:
    place = paging.place_of(several[0], ORDERS["office"])
    assert "Hartford" not in place
    assert paging.values_at(place)


FITTING: dict[str, tuple[str, Any]] = {
    "level": ("4", lambda row: row.level == "4"),
    "office": ("", lambda row: True),
    "region": ("", lambda row: True),
    "status": ("sent", lambda row: row.status == "sent"),
    "owner": ("nobody", lambda row: row.status == "sent"),
    "kind": ("consultation", lambda row: row.kind == "consultation"),
    "type": ("sexual", lambda row: row.concern_type == "sexual"),
    "dcf": ("open_case_at_home", lambda row: True),
    "missing": ("yes", lambda row: row.missing_now),
    "age": ("13_15", lambda row: row.age_band == "13_15"),
    "clock": ("none", lambda row: row.next_due is None),
    "tag": ("", lambda row: False),
    "since": ("2200-01-01", lambda row: False),
    "until": ("2200-01-01", lambda row: True),
}


def test_each_filter_holds_what_fits(people: Cast, several: list[Referral]) -> None:
    places = {"office": str(people.office.pk), "region": str(people.office.region_id)}
    tag = Tag.objects.create(name="School", made_by=people.lead, made_at=clock.now())
    for name, (value, fits) in FITTING.items():
        wanted = {row.pk for row in Referral.objects.all() if fits(row)}
        chosen = str(tag.pk) if name == "tag" else places.get(name, value)
        assert {row.pk for row in asked(people.liaison, **{name: chosen})} == wanted, name


def test_every_filter_is_among_these() -> None:
    assert set(FITTING) == set(QueueFilter.base_filters)


def test_the_clock_is_late_soon_later_or_none(people: Cast) -> None:
    referral, now, hour = sent(people, "3"), clock.now(), dt.timedelta(hours=1)
    due = {"late": now - hour, "soon": now + hour, "later": now + 30 * hour, "none": None}
    for name, at in due.items():
        Referral.objects.filter(pk=referral.pk).update(next_due=at)
        assert [other for other in due if asked(people.liaison, clock=other)] == [name]


def test_days_are_local_and_both_are_within(people: Cast) -> None:
    day = timezone.localdate(sent(people, "3").opened_at)
    assert len(asked(people.liaison, since=day.isoformat(), until=day.isoformat())) == 1
    assert asked(people.liaison, until=(day - dt.timedelta(days=1)).isoformat()) == []


def test_a_filter_that_is_wrong_says_so_and_hides_nothing(people: Cast, several: list[Referral]) -> None:
    for name, value in (("since", "13/45/2026"), ("level", "9"), ("owner", "me"), ("tag", "x")):
        answer = as_(people.liaison).get(reverse("referrals:inbox", args=["all"]), {name: value})
        page = answer.content.decode()
        assert "usa-error-message" in page, name
        assert page.count('data-label="Reference"') == len(several), name


def test_an_address_keeps_the_queues_own_parts_alone() -> None:
    assert query_of({"level": "4", "q": "a name", "sort": "clock", "office": ""}) == "level=4&sort=clock"


def opened_from_view(people: Cast, referral: Referral, view: str = "all", **parts: str) -> Any:
    client = as_(people.liaison)
    client.get(referral.get_absolute_url(), {"in": view, **parts})
    return client


def test_next_and_previous_stay_inside_the_view_one_came_from(people: Cast, several: list[Referral]) -> None:
    queue = Queue(people.liaison, "all", {"level": "3"}, clock.now())
    order = [row.pk for row in paging.ordered(queue.rows(), queue.order)]
    client = opened_from_view(people, Referral.objects.get(pk=order[0]), level="3")
    seen = [order[0]]
    while True:
        answer = client.get(reverse("referrals:next", args=[seen[-1]]))
        if "/inbox/" in answer["Location"]:
            break
        assert "in=all&level=3" in answer["Location"]
        client.get(answer["Location"])
        seen.append(next(pk for pk in order if str(pk) in answer["Location"]))
    assert seen == order
    back = client.get(reverse("referrals:previous", args=[seen[-1]]))
    assert str(order[-2]) in back["Location"]


def test_the_place_outlasts_a_move(people: Cast, several: list[Referral]) -> None:
    """What was taken leaves the view of new ones; the next is the one that came after it."""
    queue = Queue(people.liaison, "new", {}, clock.now())
    first, second, *_rest = paging.ordered(queue.rows(), queue.order)
    client = opened_from_view(people, first, "new")
    client.post(reverse("referrals:move", args=[first.pk, "acknowledge"]))
    assert "In this view" in client.get(first.get_absolute_url()).content.decode()
    assert str(second.pk) in client.get(reverse("referrals:next", args=[first.pk]))["Location"]


def test_without_a_view_the_way_leads_to_the_inbox(people: Cast, several: list[Referral]) -> None:
    answer = as_(people.liaison).get(reverse("referrals:next", args=[several[0].pk]))
    assert answer["Location"] == reverse("referrals:inbox", args=["new"])


def test_a_row_says_who_else_is_reading(people: Cast) -> None:
    referral = sent(people, "3")
    as_(people.second).get(referral.get_absolute_url())
    assert f"Opened by {people.second.display_name}, 0 min ago" in shown(as_(people.liaison), "inbox", "new")
    assert "Opened by" not in shown(as_(people.second), "inbox", "new")


def test_columns_that_can_be_ordered_are_links_that_keep_the_filters(people: Cast, several: list[Referral]) -> None:
    page = as_(people.liaison).get(reverse("referrals:inbox", args=["all"]), {"level": "3"}).content.decode()
    found = re.findall(r'href="([^"]*sort=(\w+))"', page)
    assert {name for _url, name in found} == {"urgent", "received", "office", "clock", "owner", "contact"}
    assert all("level=3" in url for url, _name in found)
