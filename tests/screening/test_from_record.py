"""What is counted from the record instead of being asked again: missing episodes and moves."""

import datetime as dt

import pytest
from django.utils import timezone

from audit import clock
from screening import from_record
from tests.referrals.story import Cast, cast, missing, young_person
from youth.models import Placement, Youth
from youth.services import update_youth

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = 24  # hours


@pytest.fixture
def people() -> Cast:
    return cast()


@pytest.fixture
def youth(people: Cast) -> Youth:
    return young_person(people)


def proposed(youth: Youth) -> dict[str, str]:
    return {code: one.answer for code, one in from_record.proposals(youth, clock.now()).items()}


def was_missing(youth: Youth, people: Cast, *days_ago: int) -> None:
    for days in days_ago:
        missing(youth, by=people.worker, since=days * DAY, back=days * DAY - 6)


@pytest.mark.parametrize(
    ("days_ago", "is_proposed"),
    [((30, 20, 10), True), ((364, 20, 10), True), ((20, 10), False), ((366, 20, 10), False), ((40, 30, 20, 10), True)],
)
def test_three_episodes_in_twelve_months_propose_mh1(
    youth: Youth, people: Cast, days_ago: tuple[int, ...], is_proposed: bool
) -> None:
    was_missing(youth, people, *days_ago)
    assert ("MH1" in proposed(youth)) is is_proposed


def test_an_episode_that_goes_on_counts(youth: Youth, people: Cast) -> None:
    was_missing(youth, people, 30, 20)
    missing(youth, by=people.worker)
    assert proposed(youth) == {"MH1": "clear"}


def test_the_days_that_were_counted_are_named(youth: Youth, people: Cast) -> None:
    was_missing(youth, people, 30, 20, 10)
    words = from_record.proposals(youth, clock.now())["MH1"].words
    assert words.count(";") == 2
    assert str(clock.now().year) in words or str(clock.now().year - 1) in words


def lived(youth: Youth, *days_ago: int) -> None:
    youth.placements.all().delete()
    today = timezone.localdate(clock.now())
    for number, days in enumerate(days_ago):
        Placement.objects.create(youth=youth, placement=f"Place {number}", from_day=today - dt.timedelta(days=days))


@pytest.mark.parametrize(
    ("days_ago", "is_proposed"),
    [((900, 600, 400, 20), True), ((600, 400, 20), False), ((900, 800, 400, 20), False), ((600, 500, 400, 20), True)],
)
def test_three_moves_in_24_months_propose_hc1_and_the_first_place_is_no_move(
    youth: Youth, days_ago: tuple[int, ...], is_proposed: bool
) -> None:
    lived(youth, *days_ago)
    assert ("HC1" in proposed(youth)) is is_proposed


def test_a_change_of_the_profile_is_a_move_and_a_second_one_on_that_day_corrects_it(youth: Youth, people: Cast) -> None:
    lived(youth, 400)
    for placement in ("Nowhere House", "Nowhere House, Hartford"):
        update_youth(youth, {"placement": placement}, by=people.worker)
    assert [one.placement for one in youth.placements.all()] == ["Place 0", "Nowhere House, Hartford"]


def test_another_change_of_the_profile_is_none(youth: Youth, people: Cast) -> None:
    update_youth(youth, {"legal_status": "committed"}, by=people.worker)
    assert not youth.placements.exists()
