"""Missing episodes as they are kept: no times that cannot be, none over another, each ended once."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from audit import clock
from tests.referrals.story import Cast, at_once, cast, missing, young_person
from youth.models import MissingEpisode, Youth
from youth.services import EpisodeRefused, close_episode, record_episode

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def youth(people: Cast) -> Youth:
    return young_person(people)


def span(since: float, back: float | None = None, known: float | None = None) -> dict[str, dt.datetime | None]:
    """Hours ago."""
    now = clock.now()
    return {
        "began_at": now - since * HOUR,
        "known_at": now - (since if known is None else known) * HOUR,
        "ended_at": None if back is None else now - back * HOUR,
    }


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"since": 5, "back": 6}, "before the time they went missing"),
        ({"since": 5, "back": 5}, "before the time they went missing"),
        ({"since": -1}, "in the future"),
        ({"since": 5, "back": -1}, "in the future"),
        ({"since": 5, "known": -1}, "in the future"),
        ({"since": 5, "known": 6}, "before it began"),
    ],
)
def test_times_that_cannot_be_are_refused(youth: Youth, people: Cast, values: dict[str, float], sentence: str) -> None:
    with pytest.raises(EpisodeRefused, match=sentence):
        record_episode(youth, span(**values), by=people.worker)
    assert not youth.episodes.exists()


@pytest.mark.django_db(databases="__all__")
@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        ((50, 40), (45, 35), True),
        ((50, 40), (60, 45), True),
        ((50, 40), (60, 30), True),
        ((50, 40), (48, 42), True),
        ((50, None), (20, 10), True),
        ((50, None), (20, None), True),
        ((50, 40), (60, None), True),
        ((50, 40), (30, 20), False),
        ((50, 40), (60, 55), False),
        ((50, None), (90, 60), False),
    ],
)
def test_an_episode_over_another_is_refused(
    youth: Youth, people: Cast, first: tuple[float, float | None], second: tuple[float, float | None], is_refused: bool
) -> None:
    record_episode(youth, span(*first), by=people.worker)
    if is_refused:
        with pytest.raises(EpisodeRefused, match=r"already|covers"):
            record_episode(youth, span(*second), by=people.worker)
    else:
        record_episode(youth, span(*second), by=people.worker)
    assert youth.episodes.count() == (1 if is_refused else 2)


@pytest.mark.django_db(databases="__all__")
def test_one_may_begin_the_moment_another_ended(youth: Youth, people: Cast) -> None:
    first = record_episode(youth, span(50, 40), by=people.worker)
    record_episode(youth, {"began_at": first.ended_at, "known_at": first.ended_at, "ended_at": None}, by=people.worker)
    assert youth.episodes.count() == 2


@pytest.mark.django_db(databases="__all__")
def test_an_end_before_the_beginning_is_refused(youth: Youth, people: Cast) -> None:
    episode = missing(youth, by=people.worker)
    with pytest.raises(EpisodeRefused, match="before the time they went missing"):
        close_episode(episode, ended_at=episode.began_at - HOUR, found_where="", by=people.worker)
    assert MissingEpisode.objects.get().is_open


@pytest.mark.django_db(databases="__all__")
def test_the_first_return_stands_and_the_same_one_twice_is_once(youth: Youth, people: Cast) -> None:
    episode = missing(youth, by=people.worker)
    back = clock.now() - HOUR
    for _press in range(2):
        close_episode(episode, ended_at=back, found_where="At the station", by=people.worker)
    with pytest.raises(EpisodeRefused, match="recorded already"):
        close_episode(episode, ended_at=back - HOUR, found_where="Elsewhere", by=people.worker)
    assert MissingEpisode.objects.get().found_where == "At the station"


@pytest.mark.django_db(databases="__all__")
def test_the_database_holds_what_no_service_may_break(youth: Youth, people: Cast) -> None:
    now = clock.now()
    known = {"youth": youth, "known_at": now, "recorded_at": now, "recorded_by": people.worker}
    for wrong in ({"ended_at": now - HOUR}, {"known_at": now - HOUR}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MissingEpisode.objects.create(**{**known, "began_at": now, **wrong})
    MissingEpisode.objects.create(**known, began_at=now)
    with pytest.raises(IntegrityError, match="one_open_episode"), transaction.atomic():
        MissingEpisode.objects.create(**known, began_at=now)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_two_who_record_it_in_one_moment_record_it_once(youth: Youth, people: Cast) -> None:
    values = span(5)
    found = at_once(*(lambda: record_episode(youth, values, by=people.worker) for _press in range(2)))
    assert sorted(isinstance(one, EpisodeRefused) for one in found) == [False, True]
    assert MissingEpisode.objects.count() == 1
