"""Beyond one's scope: the searcher learns nothing, HART is asked, and only HART lets somebody in."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Office, User
from audit import clock
from audit.models import Entry
from notifications.models import Notice
from tests.youth.conftest import MakeYouth
from youth import services, tasks
from youth.models import Match, SavedSearch, Youth
from youth.services import matches

pytestmark = pytest.mark.django_db(databases="__all__")
BORN = dt.date(2011, 3, 9)
MAYA = {"name": "Maya Sample", "birth_date": BORN, "number": ""}
SYSTEM = "system:check-searches"


@pytest.fixture
def elsewhere(make_youth: MakeYouth, stranger: User, norwich: Office) -> Youth:
    return make_youth(by=stranger, birth_date=BORN, birth_known="known", office=norwich, person_number="P-778899")


def checked(by: User, **terms: object) -> int:
    services.search({**MAYA, **terms}, by=by)
    return matches.check_searches(by=SYSTEM)


def test_who_is_known_elsewhere_is_proposed_to_hart_alone(elsewhere: Youth, worker: User, lead: User) -> None:
    assert checked(worker) == 1
    match = Match.objects.get()
    assert (match.youth, match.searcher) == (elsewhere, worker)
    assert {notice.user for notice in Notice.objects.filter(kind="match")} == {lead.pk}


def test_a_name_that_sounds_alike_and_a_number_are_proposed_too(elsewhere: Youth, worker: User, lead: User) -> None:
    assert checked(worker, name="Maia Sampel") == 1
    Match.objects.all().delete()
    assert checked(worker, name="", birth_date=None, number="P778899") == 1


def test_a_twin_is_not_proposed(elsewhere: Youth, worker: User) -> None:
    assert checked(worker, name="Lena Sample") == 0


def test_whom_one_may_see_is_no_proposal(elsewhere: Youth, stranger: User) -> None:
    assert checked(stranger) == 0
    assert SavedSearch.objects.get().checked_at == clock.now()


def test_a_search_is_checked_once_and_an_open_question_is_not_doubled(elsewhere: Youth, worker: User) -> None:
    assert checked(worker) == 1
    assert matches.check_searches(by=SYSTEM) == 0
    assert checked(worker) == 0
    assert Match.objects.count() == 1


def test_the_page_of_the_searcher_is_the_same_with_and_without_a_match(
    as_worker: Client, elsewhere: Youth, worker: User
) -> None:
    hit = services.search(MAYA, by=worker)
    miss = services.search({**MAYA, "name": "Nobody Nowhere"}, by=worker)
    pages = [as_worker.get(reverse("referrals:results", args=[one.pk])).content.decode() for one in (hit, miss)]
    told = [
        page.split("<main")[1].split("Search again")[0].replace(str(pk), "ID")
        for page, pk in zip(pages, (hit.pk, miss.pk), strict=True)
    ]
    assert told[0] == told[1]
    assert elsewhere.office
    assert elsewhere.office.name not in told[0]


def test_hart_says_it_is_the_same_and_the_searcher_is_let_in(
    client: Client, elsewhere: Youth, worker: User, lead: User
) -> None:
    checked(worker)
    match = Match.objects.get()
    client.force_login(lead)
    assert b"Maya Sample" in client.get(reverse("youth:match", args=[match.pk])).content
    assert client.get(reverse("youth:matches")).status_code == 200
    assert client.post(reverse("youth:match-same", args=[match.pk])).status_code == 302
    assert Youth.objects.visible_to(worker).filter(pk=elsewhere.pk).exists()
    match.refresh_from_db()
    assert (match.is_same, match.settled_by, match.terms) == (True, lead, {})
    assert Notice.objects.filter(user=worker.pk, event="youth.let_in").exists()


def test_somebody_else_opens_nothing_and_wipes_the_words(
    client: Client, elsewhere: Youth, worker: User, lead: User
) -> None:
    checked(worker)
    match = Match.objects.get()
    client.force_login(lead)
    client.post(reverse("youth:match-another", args=[match.pk]))
    assert not Youth.objects.visible_to(worker).filter(pk=elsewhere.pk).exists()
    match.refresh_from_db()
    assert (match.is_same, match.terms) == (False, {})
    client.post(reverse("youth:match-same", args=[match.pk]))  # the first answer stands
    assert not Youth.objects.visible_to(worker).filter(pk=elsewhere.pk).exists()


def test_a_liaison_of_another_office_is_not_asked(
    client: Client, elsewhere: Youth, worker: User, liaison: User
) -> None:
    checked(worker)
    client.force_login(liaison)
    assert client.get(reverse("youth:match", args=[Match.objects.get().pk])).status_code == 404


@pytest.mark.unrecorded
def test_the_task_acts_under_a_declared_name(make_youth: MakeYouth) -> None:
    before = Entry.objects.length()
    tasks.look_beyond_scope()
    assert Entry.objects.length() == before
