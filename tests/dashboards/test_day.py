"""My day: what is due, what HART asks, who turns 18 soon."""

import datetime as dt

import pytest

from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from dashboards.day import adult_on, due_today, own_youths, turning_adult
from duties.models import Duty
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return story.cast()


def home(people: Cast) -> str:
    return as_(people.worker).get("/").content.decode()


def test_an_overdue_duty_comes_first_and_is_said_in_words(people: Cast) -> None:
    sent(people, "4")
    later = clock.now() + dt.timedelta(days=4)
    rows = due_today(own_youths(people.worker), later)
    assert rows
    assert [one.duty.due_at for one in rows] == sorted(one.duty.due_at for one in rows if one.duty.due_at)
    assert (rows[0].tone, rows[0].due.split(" by ")[0]) == ("late", "overdue")
    assert {one.duty.owner_role for one in rows} == {Duty.Owner.WORKER}
    assert not [one for one in rows if one.duty.is_restricted]


def test_the_page_shows_initials_and_never_the_whole_name(people: Cast) -> None:
    referral = sent(people, "4")
    shown = home(people)
    assert referral.youth
    assert referral.youth.initials in shown
    assert referral.youth.legal_last
    assert referral.youth.legal_last not in shown


def test_the_trail_says_whom_the_day_showed(people: Cast) -> None:
    referral = sent(people, "4")
    home(people)
    entry = Entry.objects.filter(actor=people.worker.pk, action="youth.list").latest("at")
    assert entry.ids == [referral.youth_id]


def test_whoever_turns_18_within_six_months_is_named_with_the_day(people: Cast) -> None:
    today = dt.date(2026, 3, 2)
    soon = young_person(people, birth_date=dt.date(2008, 6, 1))
    for born in (dt.date(2008, 3, 1), dt.date(2008, 9, 2), dt.date(2012, 1, 1)):
        young_person(people, birth_date=born)
    assert [(one.youth.pk, one.on) for one in turning_adult(own_youths(people.worker), today)] == [
        (soon.pk, dt.date(2026, 6, 1))
    ]


def test_one_born_on_a_leap_day_turns_18_on_the_first_of_march() -> None:
    assert adult_on(dt.date(2008, 2, 29)) == dt.date(2026, 3, 1)


def test_a_colleague_has_nobody_elses_day(people: Cast) -> None:
    sent(people, "4")
    colleague = person(Role.CASEWORKER, office=people.office)
    assert own_youths(colleague) == []
    assert "Nothing is due today." in as_(colleague).get("/").content.decode()
