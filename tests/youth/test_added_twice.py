"""Two people add one young person from two searches that found nobody: HART is asked, whoever came first."""

import datetime as dt
from functools import partial

import pytest
from django.db import transaction

from accounts.models import Unit, User
from tests.referrals.story import at_once
from tests.youth.sent import BORN
from youth import services
from youth.models import Match, SavedSearch, Youth
from youth.services import matches, searches

pytestmark = pytest.mark.django_db(databases="__all__")
TERMS = {"name": "Maya Sample", "birth_date": BORN, "number": ""}
MAYA = {"legal_first": "Maya", "legal_last": "Sample", "birth_date": BORN}
TWIN = {**MAYA, "legal_first": "Ivonne"}
SYSTEM = "system:check-searches"


def asked() -> set[tuple[User, User]]:
    """Who has searched for whose young person."""
    with transaction.atomic():
        matches.check_searches(by=SYSTEM)
    return {(match.searcher, match.youth.created_by) for match in Match.objects.open()}


def add(saved: SavedSearch, values: dict[str, object] = MAYA) -> Youth:
    return searches.add_from_search(saved, values, by=saved.user)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_added_by_two_in_one_moment_there_are_two_profiles_and_hart_is_asked_about_each(
    worker: User, stranger: User
) -> None:
    first, second = at_once(*(partial(services.search, TERMS, by=user) for user in (worker, stranger)))
    assert asked() == set()
    made = at_once(*(partial(add, saved) for saved in (first, second)))
    assert Youth.objects.count() == len({youth.pk for youth in made}) == 2
    assert asked() == {(worker, stranger), (stranger, worker)}
    assert asked() == {(worker, stranger), (stranger, worker)}
    assert Match.objects.count() == 2


def test_the_one_who_adds_second_is_asked_about_though_the_search_was_checked_before(
    worker: User, stranger: User
) -> None:
    mine, theirs = services.search(TERMS, by=worker), services.search(TERMS, by=stranger)
    assert asked() == set()
    add(theirs)
    assert asked() == set()  # nobody else has added anybody yet
    add(mine)
    assert asked() == {(worker, stranger)}


def test_a_supervisor_who_may_see_what_was_added_since_is_asked_about_as_well(worker: User, supervisor: User) -> None:
    assert Unit.objects.get().supervisor == supervisor
    mine, theirs = services.search(TERMS, by=supervisor), services.search(TERMS, by=worker)
    theirs_made = add(theirs, {**MAYA, "assigned_worker": worker})
    assert Youth.objects.visible_to(supervisor).get() == theirs_made
    assert asked() == set()  # the page shows it, should the search be looked at again
    add(mine)
    assert asked() == {(supervisor, worker)}


def test_twins_added_at_once_are_two_and_nobody_is_asked(worker: User, stranger: User) -> None:
    mine, theirs = services.search(TERMS, by=worker), services.search({**TERMS, "name": "Ivonne Sample"}, by=stranger)
    add(mine)
    add(theirs, TWIN)
    assert asked() == set()


def test_whom_the_page_showed_and_one_added_nevertheless_is_no_question(worker: User, supervisor: User) -> None:
    add(services.search(TERMS, by=worker), {**MAYA, "assigned_worker": worker})
    SavedSearch.objects.update(checked_at=dt.datetime.now(dt.UTC))
    Youth.objects.update(created_at=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    add(services.search(TERMS, by=supervisor))
    assert asked() == set()


def test_the_form_may_take_its_time(worker: User, stranger: User) -> None:
    mine, theirs = services.search(TERMS, by=worker), services.search(TERMS, by=stranger)
    early = mine.made_at - dt.timedelta(hours=3)
    SavedSearch.objects.update(made_at=early)
    for saved in (mine, theirs):
        saved.refresh_from_db()
        add(saved)
    assert asked() == {(worker, stranger), (stranger, worker)}
