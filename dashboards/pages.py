"""What today's page, the news and the pages of the trail show."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from audit.models import Entry
from dashboards import ahead, day, news
from dashboards.words import DID, THINGS
from referrals.models import Referral
from referrals.pages import deciding
from screening.drafts import own_screenings
from vault import keys
from youth.models import Youth

SHOWN = 100
ASKED = "referral.ask_information"  # stands among what is to be done


def first_of(user: User) -> str:
    """Where their work begins: who answers for a unit sees first what is late in it."""
    firsts = (
        (Permission.WORK_INBOX, reverse("referrals:inbox", args=["new"])),
        (Permission.VIEW_UNIT, reverse("dashboards:unit")),
        (Permission.REFER, reverse("dashboards:my-day")),
        (Permission.MANAGE_PEOPLE, reverse("administration:start")),
        (Permission.READ_WHOLE_TRAIL, reverse("dashboards:trail")),
    )
    return next(url for permission, url in firsts if grants(user, permission))


def today(user: User) -> dict[str, Any]:
    referrals, own, now = open_referrals(user), day.own_youths(user), clock.now()
    duties, unseen = day.owed(own, now), news.unseen_of(user)
    return {
        **deciding.to_decide(user),
        "answers": [one for one in unseen if one.is_answer],
        "news": [one for one in unseen if not one.is_answer and one.event != ASKED],
        "drafts": own_screenings(user),
        "referrals": referrals,
        "asked": day.asked_by_hart(referrals),
        "due": day.due_soon(duties, own, now),
        "coming": ahead.coming_up(own, [duty for duty in duties if not day.is_soon(duty, now)], now),
    }


def shown_youths(page: dict[str, Any]) -> list[UUID]:
    """Whose initials the page shows because of a duty, of what is to come or of its news."""
    listed = {one.duty.youth_id for one in page["due"]} | {one.youth.pk for one in page["coming"]}
    return sorted(listed | news.shown_youths((*page["answers"], *page["news"])), key=str)


def shown_referrals(page: dict[str, Any]) -> list[UUID]:
    told = news.shown_referrals((*page["answers"], *page["news"]))
    return sorted(told | {referral.pk for referral in page["referrals"]}, key=str)


def open_referrals(user: User) -> list[Referral]:
    """A supervisor sees the unit's, a caseworker their own and their young people's."""
    seen = Referral.objects.visible_to(user).open().for_list()
    if not grants(user, Permission.VIEW_UNIT):
        seen = seen.followed_by(user)
    referrals = list(seen.most_urgent_first()[:SHOWN])
    keys.unlock(referral.key_owner for referral in referrals)
    return referrals


def youth_in_trail_of(user: User, pk: UUID) -> Youth:
    """Whoever reads the whole trail follows anybody's, and is shown no name; everyone else within their scope."""
    everybody = grants(user, Permission.READ_WHOLE_TRAIL)
    return get_object_or_404(Youth.objects.all() if everybody else Youth.objects.visible_to(user), pk=pk)


def nameless_in_trail_of(user: User, pk: UUID) -> Referral:
    everybody = grants(user, Permission.READ_WHOLE_TRAIL)
    reachable = Referral.objects.all() if everybody else Referral.objects.visible_to(user)
    return get_object_or_404(reachable, pk=pk, youth=None)


class WholeTrail(Paginator):
    """A long trail is not counted for every page of it."""

    @cached_property
    def count(self) -> int:
        return Entry.objects.all().length()


def whole_trail(number: str) -> dict[str, Any]:
    return trail_page(WholeTrail(Entry.objects.newest_first(), SHOWN), number)


def looks_at_youth(youth: Youth, number: str) -> dict[str, Any]:
    return trail_page(Paginator(Entry.objects.about_youth(youth.pk), SHOWN), number)


def looks_at_referral(referral: Referral, number: str) -> dict[str, Any]:
    return trail_page(Paginator(Entry.objects.about_subject("referral", referral.pk), SHOWN), number)


def trail_page(paginator: "Paginator[Entry]", number: str) -> dict[str, Any]:
    page = paginator.get_page(number)
    return {"page": page, "rows": with_people(page)}


def with_people(page: Page[Entry]) -> list[dict[str, Any]]:
    entries = list(page)
    people = User.objects.in_bulk({entry.actor for entry in entries if entry.actor})
    return [
        {
            "entry": entry,
            "who": people[entry.actor].display_name if entry.actor in people else entry.system,
            "did": DID.get(entry.action, entry.action),
            "thing": THINGS.get(entry.kind, entry.kind),
            "more": more(entry),
        }
        for entry in entries
    ]


def more(entry: Entry) -> str:
    """Where everything about the same young person is, or about a consultation that names nobody."""
    if entry.youth:
        return reverse("dashboards:who-looked", args=[entry.youth])
    if entry.kind == "referral" and entry.subject:
        return reverse("dashboards:who-looked-referral", args=[entry.subject])
    return ""
