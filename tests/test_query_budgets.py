"""What a request may ask of the two databases: six statements whatever it is, and on a page ten of its own.

Every list is long and every young person has company, so that a query for each row would show.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from audit import clock
from duties.models import Duty
from notifications import notices
from referrals.models import Referral
from referrals.services import acts, inquiring, moves, restoring
from screening.models import Screening
from tests.accounts.people import person
from tests.queries import Sent, counted
from tests.referrals import story
from tests.referrals.browsing import as_, checked
from tests.referrals.restoring import came, planned, served
from tests.referrals.story import Cast, screened, young_person
from tests.reports.making import frozen
from youth.models import SavedSearch, Youth

pytestmark = pytest.mark.django_db(databases="__all__")

FIXED = 6  # session read and written, person, context, what is new for them, trail
PAGE = 10
STORY = 12  # the page that tells the whole of one referral
FIGURES = 11  # at a glance: one of each part, over this period and the one before
# A signature is no page: it writes nine tables. It holds its own number, and the same for any number of duties,
# people who are told, and rows of access.
# Among it, where clocks in business time start, the hours that HART works.
SIGNATURE = 58
MOVE = 21  # locked, then read: what a row joined while it waited would be as it was before
MANY = 12  # of each: enough to tell a query a row from one for all
CAREGIVERS = (
    {"name": "Morgan Nowhere", "relation": "Mother", "phone": "860-555-0141", "implicated": "no"},
    {"name": "Pat Nowhere", "relation": "Uncle", "phone": "860-555-0142", "implicated": "unknown"},
)


@dataclass
class Much:
    """A full office."""

    people: Cast
    referrals: list[Referral]
    drafts: list[Screening]

    @property
    def youth(self) -> Youth:
        youth = self.referrals[0].youth
        assert youth is not None
        return youth

    def open_search(self) -> SavedSearch:
        born = {"birth_date_month": "1", "birth_date_day": "2", "birth_date_year": str(clock.now().year - 15)}
        as_(self.people.worker).post(reverse("youth:search"), {"name": "Zephyrine Quillfeather", **born})
        return SavedSearch.objects.latest("made_at")


@pytest.fixture
def much(db: Any) -> Much:
    people = story.cast()
    story.put_on_call(people.on_call)
    numbers = itertools.count(1000)
    known = {"caregivers": CAREGIVERS, "aliases": ["Zed", "Zeph"]}
    youths = [young_person(people, case_number=f"CN{next(numbers)}", **known) for _ in range(MANY)]
    referrals = [story.sent(people, "4" if number % 2 else "3", youth=youth) for number, youth in enumerate(youths)]
    for referral in referrals[: MANY // 2]:
        moves.move(referral, "acknowledge", by=people.liaison)
    told_to_the_end(people, referrals[1])
    for one in (people.worker, people.supervisor):
        notices.tell(one.pk, "duty.backup", "youth", youths[0].pk)
    drafts = [screened(young_person(people, **known), people.worker, "4") for _ in range(MANY)]
    return Much(people, referrals, drafts)


def told_to_the_end(people: Cast, referral: Referral) -> None:
    """Asked, answered, determined twice, with services and a plan: what a page can tell at most."""
    for words in ("Which car?", "Which school?"):
        inquiry = inquiring.ask(referral, ["HC1"], words, by=people.liaison)
        inquiring.answer(
            inquiry, {"HC1": {"answer": "none", "source_type": "youth", "note": ""}}, "A van.", by=people.worker
        )
    for choice in ("suspected", "confirmed"):
        moves.move(referral, "determine", by=people.liaison, words="A phone.", choice=choice)
    for _service in range(3):
        restoring.go_on(served(referral, by=people.liaison), came("accepted"), by=people.liaison)
    planned(referral, by=people.worker)


def asked(client: Client, url: str, typed: dict[str, Any] | None = None) -> Sent:
    """The second time: what is read once a process or every half minute has been."""
    client.get(reverse("danger"))
    with counted() as sent:
        answer = client.get(url) if typed is None else client.post(url, typed)
    assert answer.status_code == (200 if typed is None else 302), answer.content.decode()[:3000]
    return sent


def test_what_every_request_costs_is_one_number() -> None:
    client = as_(person(Role.LEAD))
    with counted() as first:
        client.get(reverse("youth:search"))
    assert first.domain == []
    with counted() as lists:
        client.get(reverse("referrals:inbox", args=["new"]))
    assert len(first.overhead | lists.overhead) == FIXED


Who = Callable[[Cast], User]
PAGES: dict[str, tuple[Who, Callable[[Much], str]]] = {
    "inbox, new": (lambda cast: cast.liaison, lambda much: reverse("referrals:inbox", args=["new"])),
    "inbox, mine": (lambda cast: cast.liaison, lambda much: reverse("referrals:inbox", args=["mine"])),
    "inbox, all": (lambda cast: cast.liaison, lambda much: reverse("referrals:inbox", args=["all"])),
    "inbox of the lead": (lambda cast: cast.lead, lambda much: reverse("referrals:inbox", args=["all"])),
    "a new referral": (lambda cast: cast.liaison, lambda much: detail(much.referrals[-1])),
    "a referral under way": (lambda cast: cast.liaison, lambda much: detail(much.referrals[0])),
    "a referral to its end": (lambda cast: cast.liaison, lambda much: detail(much.referrals[1])),
    "its determination": (
        lambda cast: cast.liaison,
        lambda much: reverse("referrals:determine", args=[much.referrals[1].pk]),
    ),
    "receipt of the same": (
        lambda cast: cast.worker,
        lambda much: reverse("referrals:receipt", args=[much.referrals[1].pk]),
    ),
    "profile": (lambda cast: cast.worker, lambda much: reverse("referrals:youth", args=[much.youth.pk])),
    "profile for HART": (lambda cast: cast.liaison, lambda much: reverse("referrals:youth", args=[much.youth.pk])),
    "correcting the profile": (lambda cast: cast.worker, lambda much: reverse("youth:edit", args=[much.youth.pk])),
    "my screenings": (lambda cast: cast.worker, lambda much: reverse("screening:mine")),
    "my referrals": (lambda cast: cast.worker, lambda much: reverse("referrals:mine")),
    "before you start": (lambda cast: cast.worker, lambda much: draft("screening:start-page", much)),
    "task list": (lambda cast: cast.worker, lambda much: draft("screening:tasks", much)),
    "handing a draft on": (lambda cast: cast.worker, lambda much: draft("screening:hand", much)),
    "section": (lambda cast: cast.worker, lambda much: draft("screening:section", much, "XS")),
    "result": (lambda cast: cast.worker, lambda much: draft("screening:result", much)),
    "referral's fields": (lambda cast: cast.worker, lambda much: draft("referrals:fields", much)),
    "receipt": (
        lambda cast: cast.worker,
        lambda much: reverse("referrals:receipt", args=[much.referrals[0].pk]),
    ),
    "call sheet": (lambda cast: cast.worker, lambda much: reverse("referrals:call-sheet", args=[much.referrals[0].pk])),
    "print of a referral": (
        lambda cast: cast.worker,
        lambda much: reverse("referrals:print", args=[much.referrals[0].pk]),
    ),
    "refer now": (lambda cast: cast.worker, lambda much: reverse("referrals:refer-now")),
    "search results": (
        lambda cast: cast.worker,
        lambda much: reverse("referrals:results", args=[much.open_search().pk]),
    ),
    "adding a profile": (lambda cast: cast.worker, lambda much: reverse("youth:new", args=[much.open_search().pk])),
    "that they have moved": (
        lambda cast: cast.worker,
        lambda much: reverse("referrals:moved-office", args=[much.youth.pk]),
    ),
    "figures of the lead": (lambda cast: cast.lead, lambda much: reverse("reports:figures", args=["2026"])),
    "how figures differ by group": (
        lambda cast: cast.lead,
        lambda much: f"{reverse('reports:figures', args=['2026'])}?about=groups",
    ),
    "a measure over time": (
        lambda cast: cast.lead,
        lambda much: f"{reverse('reports:figures-trend', args=['2026-q4'])}?measure=override-group",
    ),
    "what would be different today": (
        lambda cast: cast.lead,
        lambda much: f"{reverse('reports:run', args=[frozen(much.people.lead).pk])}?about=since",
    ),
    "a frozen report of the lead": (
        lambda cast: cast.lead,
        lambda much: reverse("reports:run", args=[frozen(much.people.lead).pk]),
    ),
    "a unit's late duties": (lambda cast: cast.supervisor, lambda much: reverse("dashboards:unit-duties")),
    "a unit's drafts": (lambda cast: cast.supervisor, lambda much: reverse("dashboards:unit-drafts")),
    "my unit": (lambda cast: cast.supervisor, lambda much: reverse("dashboards:unit")),
    "who acts for the supervisor": (
        lambda cast: cast.supervisor,
        lambda much: reverse("dashboards:acting", args=[much.people.worker.unit_id]),
    ),
    "a worker of the unit": (
        lambda cast: cast.supervisor,
        lambda much: reverse("dashboards:unit-worker", args=[much.people.worker.pk]),
    ),
    "who looked": (
        lambda cast: cast.supervisor,
        lambda much: reverse("dashboards:who-looked", args=[much.youth.pk]),
    ),
    "trail": (lambda cast: person(Role.AUDITOR), lambda much: reverse("dashboards:trail")),
    "my day of a caseworker": (lambda cast: cast.worker, lambda much: reverse("dashboards:my-day")),
    "my day of a supervisor": (lambda cast: cast.supervisor, lambda much: reverse("dashboards:my-day")),
}


MORE = {
    **dict.fromkeys(("a new referral", "a referral under way", "a referral to its end"), STORY),
    "figures of the lead": FIGURES,
}


def detail(referral: Referral) -> str:
    return reverse("referrals:detail", args=[referral.pk])


def draft(name: str, much: Much, *more: str) -> str:
    return reverse(name, args=[much.drafts[0].pk, *more])


def test_a_page_asks_ten_times_at_most(much: Much, subtests: Any) -> None:
    for name, (who, address) in PAGES.items():
        with subtests.test(name):
            sent = asked(as_(who(much.people)), address(much))
            assert len(sent.domain) <= MORE.get(name, PAGE), sent.shapes()


def test_the_pages_before_and_after_a_signature_ask_ten_times_at_most(much: Much) -> None:
    client, screening = as_(much.people.worker), much.drafts[0]
    fields = asked(client, draft("referrals:fields", much), {"what_seen": "A car."})
    assert len(fields.domain) <= PAGE, fields.shapes()
    check = asked(client, draft("referrals:check", much))
    assert len(check.domain) <= PAGE, check.shapes()
    typed = {"submission_key": checked(client, screening), "is_what_i_know": "on"}
    signature = asked(client, draft("referrals:sign", much), typed)
    assert len(signature.domain) <= SIGNATURE, signature.shapes()
    receipt = asked(client, reverse("referrals:receipt", args=[Referral.objects.get(youth=screening.youth).pk]))
    assert len(receipt.domain) <= PAGE, receipt.shapes()
    signed = asked(client, draft("screening:signed", much))
    assert len(signed.domain) <= PAGE, signed.shapes()


def test_the_pages_of_a_screening_after_a_signed_one_ask_ten_times_at_most(much: Much, subtests: Any) -> None:
    """Three missing episodes and a report make every page of it as full as it gets."""
    for days in (9, 6, 3):
        story.missing(much.youth, by=much.people.worker, since=24 * days, back=24 * days - 5)
    story.missing(much.youth, by=much.people.worker)
    acts.do(Duty.objects.get(youth=much.youth, action="careline"), by=much.people.worker, at=clock.now(), how="C-1")
    client, again = as_(much.people.worker), screened(much.youth, much.people.worker, "4")
    episode = much.youth.episodes.open().get()
    pages = {
        "profile": reverse("referrals:youth", args=[much.youth.pk]),
        "that they are missing": reverse("referrals:missing", args=[much.youth.pk]),
        "reports": reverse("referrals:missing-reports", args=[episode.pk]),
        "return": reverse("referrals:missing-back", args=[episode.pk]),
        **{f"section {code}": reverse("screening:section", args=[again.pk, code]) for code in ("MH", "HC", "PH", "XS")},
        **{name: reverse(f"screening:{name}", args=[again.pk]) for name in ("tasks", "start-page", "result")},
        "fields": reverse("referrals:fields", args=[again.pk]),
    }
    for name, address in pages.items():
        with subtests.test(name):
            sent = asked(client, address)
            assert len(sent.domain) <= PAGE, sent.shapes()


def test_a_signature_asks_no_more_when_more_people_hear_of_it(much: Much) -> None:
    client, (first, second) = as_(much.people.worker), much.drafts[:2]
    few = asked(client, reverse("referrals:sign", args=[first.pk]), typed_for(client, first))
    for _lead in range(5):
        person(Role.LEAD)
    many = asked(client, reverse("referrals:sign", args=[second.pk]), typed_for(client, second))
    assert len(many.domain) == len(few.domain)


def typed_for(client: Client, screening: Screening) -> dict[str, str]:
    return {"submission_key": checked(client, screening), "is_what_i_know": "on"}


def test_a_section_is_saved_with_ten_statements_at_most(much: Much) -> None:
    domain = next(domain for domain in much.drafts[0].instrument.domains if domain.code == "XS")
    typed = {"seen": "1", **{item.code: "none" for item in domain.indicators}}
    sent = asked(as_(much.people.worker), draft("screening:section", much, "XS"), typed)
    assert len(sent.domain) <= PAGE, sent.shapes()


def test_an_acknowledgement_holds_its_number(much: Much) -> None:
    address = reverse("referrals:move", args=[much.referrals[-1].pk, "acknowledge"])
    sent = asked(as_(much.people.liaison), address, {})
    assert len(sent.domain) <= MOVE, sent.shapes()
