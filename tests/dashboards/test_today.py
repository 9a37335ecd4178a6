"""The supervisor's first question: who is late, and with what? Each number is compared with its rows, one by one."""

import html
import re
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from dashboards.today import ALL, QUESTIONS, RETURNS, UnitToday
from duties.models import Duty
from referrals.services import acts, inquiring, moves
from screening.services import handing
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, sent, young_person
from youth.choices import Conflict
from youth.services import seal

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def colleague(people: Cast) -> User:
    return person(office=people.office, unit=people.worker.unit, name="Invented Colleague")


def page(people: Cast, **asked: str) -> str:
    name = "unit-duties" if asked else "unit"
    return as_(people.supervisor).get(reverse(f"dashboards:{name}"), asked).content.decode()


def owed(people: Cast) -> list[Duty]:
    """Plainly: every open duty of the worker."""
    rows = Duty.objects.filter(owner_role="worker", done_at=None, not_applicable_at=None)
    return [one for one in rows if not one.is_restricted and one.youth and one.youth.created_by == people.worker]


def test_the_first_page_says_who_is_late_and_with_what(people: Cast) -> None:
    sent(people, "4")
    assert "Nothing is late in your unit." in page(people)
    later("40 days")
    now, shown = clock.now(), page(people)
    late = [one for one in owed(people) if one.due_at and one.due_at < now]
    assert f"{len(late)} duties are late." in shown
    assert f"{people.worker.display_name} has {len(late)}." in " ".join(shown.split())
    assert shown.count('<td data-label="With whom">') == len(late)


def test_each_number_is_the_length_of_its_list(people: Cast, colleague: User) -> None:
    referral = moves.move(sent(people, "4"), "acknowledge", by=people.liaison)
    sent(people, "3", youth=young_person(people))
    inquiring.ask(referral, ["HC1"], "Which car?", by=people.liaison)
    later("3 days")
    today = UnitToday(people.supervisor, [people.worker, colleague], clock.now())
    numbers = {
        ("all", "late"): today.total(ALL).late,
        ("all", "today"): today.total(ALL).today,
        ("all", "open"): today.total(ALL).open,
        ("questions", "open"): today.total(QUESTIONS).open,
        ("returns", "open"): today.total(RETURNS).open,
    }
    for (which, when), number in numbers.items():
        shown = page(people, which=which, when=when, worker=str(people.worker.pk))
        assert shown.count('<td data-label="With whom">') == number, (which, when)
        assert page(people, which=which, when=when, worker=str(colleague.pk)).count("<tr>") == 0
    assert numbers["all", "open"] == len(owed(people))
    assert numbers["questions", "open"] == 1
    assert sum(one.duties.open for one in today.clocks.values()) == len(owed(people))


def test_each_number_of_the_page_leads_to_as_many(people: Cast) -> None:
    sent(people, "4")
    sent(people, "3", youth=young_person(people))
    later("3 days")
    client, shown = as_(people.supervisor), html.unescape(page(people))
    links = re.findall(r'href="([^"]*\?[^"]*)"[^>]*>(\d+)<span', shown)
    assert sum("kind=" in link for link, _number in links) >= len({(one.action, one.clock) for one in owed(people)})
    for link, number in links:
        assert client.get(link).content.decode().count('<td data-label="With whom">') == int(number), link
    (one, *_rest) = [link for link, _number in links if "when=late&kind=" in link]
    listed = client.get(one).content.decode()
    assert listed.split("<h1>")[1].split(":")[0] in shown.split("By clock")[1]


def test_what_was_done_after_its_time_is_counted_by_kind(people: Cast) -> None:
    referral = sent(people, "4")
    later("40 days")
    duty = Duty.objects.filter(youth=referral.youth, owner_role="worker").open().exclude(clock="").earliest("due_at")
    acts.do(duty, by=people.worker, at=clock.now(), how="Done by phone.")
    clocks = UnitToday(people.supervisor, [people.worker], clock.now()).clocks.values()
    assert [(one.done, one.done_late) for one in clocks if one.done_late] == [(1, 1)]


def test_what_is_sealed_to_others_counts_for_nothing(people: Cast) -> None:
    referral = sent(people, "4")
    later("40 days")
    assert UnitToday(people.supervisor, [people.worker], clock.now()).total(ALL).late > 0
    assert referral.youth
    seal(referral.youth, by=people.lead, because=Conflict.SUPERVISOR_TOO)
    today = UnitToday(people.supervisor, [people.worker], clock.now())
    assert (today.total(ALL).open, today.workers[people.worker.pk].youths) == (0, 0)
    assert "Nothing is late in your unit." in page(people)


def test_whom_the_page_shows_is_in_the_trail(people: Cast) -> None:
    referral = sent(people, "4")
    later("40 days")
    page(people)
    assert Entry.objects.filter(action="youth.list").latest("seq").ids == [referral.youth_id]
    page(people, which="all", when="late")
    assert Entry.objects.filter(action="youth.list").latest("seq").ids == [referral.youth_id]


def test_a_list_that_is_none_is_not_found_and_another_unit_is_not_shown(people: Cast) -> None:
    sent(people, "4")
    client = as_(people.supervisor)
    for asked in ({"which": "everything"}, {"when": "never"}):
        assert client.get(reverse("dashboards:unit-duties"), asked).status_code == 404
    other = as_(person(Role.SUPERVISOR, office=people.office))
    shown = other.get(reverse("dashboards:unit-duties"), {"worker": str(people.worker.pk)}).content.decode()
    assert "Nothing here." in shown
    assert as_(people.worker).get(reverse("dashboards:unit-duties")).status_code == 403


def test_the_number_of_drafts_leads_to_who_has_them_and_says_nothing_of_what_is_in_them(
    people: Cast, colleague: User
) -> None:
    for number in range(2):
        draft = story.screened(young_person(people, legal_first=f"Made{number}"), people.worker, "3")
    handing.hand(draft, to=colleague, by=people.worker)
    sealed = story.screened(young_person(people), people.worker, "3").youth
    seal(sealed, by=people.lead, because=Conflict.SUPERVISOR_TOO)
    today = UnitToday(people.supervisor, [people.worker, colleague], clock.now())
    assert [today.workers[one.pk].drafts for one in (people.worker, colleague)] == [1, 1]
    client = as_(people.supervisor)
    listed = client.get(reverse("dashboards:unit-drafts")).content.decode()
    assert listed.count('<td data-label="Young person">') == 2
    assert Entry.objects.filter(action="youth.list").latest("seq").ids
    of_one = client.get(reverse("dashboards:unit-drafts"), {"worker": str(colleague.pk)}).content.decode()
    assert of_one.count('<td data-label="Young person">') == 1
    assert reverse("referrals:youth", args=[draft.youth_id]) in of_one
    assert reverse("screening:continue", args=[draft.pk]) not in of_one
    assert as_(people.worker).get(reverse("dashboards:unit-drafts")).status_code == 403
