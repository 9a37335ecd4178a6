"""Two presses of a button in the same moment, on real connections."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from accounts.models import User
from audit import clock, trail
from youth import services
from youth.models import SavedSearch, Youth
from youth.services import searches

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)


def at_once(number: int, act: Callable[[], object]) -> list[object]:
    """What each of them came to: a result, or the error it met."""
    start = Barrier(number)

    def run() -> object:
        try:
            with trail.acting("test"):
                start.wait()
                return act()
        except searches.TooManySearches as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as threads:
        return [future.result() for future in [threads.submit(run) for _ in range(number)]]


def test_pressed_twice_in_one_moment_a_profile_is_added_once(worker: User) -> None:
    now = clock.now()
    saved = SavedSearch.objects.create(user=worker, made_at=now, expires_at=now + searches.KEPT)
    made = at_once(4, lambda: services.add_from_search(saved, {"legal_first": "Maya"}, by=worker))
    assert Youth.objects.count() == 1
    assert len({youth.pk for youth in made if isinstance(youth, Youth)}) == 1


def test_searches_of_one_moment_are_counted_one_by_one(worker: User) -> None:
    now = clock.now()
    SavedSearch.objects.bulk_create(
        SavedSearch(user=worker, made_at=now - dt.timedelta(minutes=1), expires_at=now + searches.KEPT)
        for _ in range(searches.LIMIT - 1)
    )
    came_to = at_once(4, lambda: services.search({"name": "", "birth_date": None, "number": "1234"}, by=worker))
    assert sum(isinstance(one, searches.TooManySearches) for one in came_to) == 3
