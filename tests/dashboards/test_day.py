"""My day: what is due, what HART asks, who turns 18 soon."""

import datetime as dt
import html

import pytest
from django.utils import timezone
from django.utils.html import escape

from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from dashboards.ahead import adult_on, coming_up, leaving_care, turning_adult
from dashboards.day import due_soon, is_soon, owed, own_youths
from duties.models import Duty
from referrals import words
from referrals.services import moves
from screening import services
from screening.models import Screening, Trigger
from tests.accounts.people import person
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return story.cast()


def home(people: Cast) -> str:
    return as_(people.worker).get("/my-day/").content.decode()


def test_an_overdue_duty_comes_first_and_is_said_in_words(people: Cast) -> None:
    sent(people, "4")
    later = clock.now() + dt.timedelta(days=4)
    own = own_youths(people.worker)
    rows = due_soon(owed(own, later), own, later)
    assert rows
    timed = [one.duty.due_at for one in rows if one.duty.due_at]
    assert timed == sorted(timed)
    assert (rows[0].tone, rows[0].due.split(" by ")[0]) == ("late", "overdue")
    assert {one.duty.owner_role for one in rows} == {Duty.Owner.WORKER}
    assert not [one for one in rows if one.duty.is_restricted]


def test_nothing_that_is_owed_is_in_neither_list(people: Cast) -> None:
    sent(people, "4")
    page = home(people)
    for duty in owed(own_youths(people.worker), clock.now()):
        assert words.name_of(duty) in html.unescape(page), duty.action


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
    assert [(one.youth.pk, one.on) for one in turning_adult(own_youths(people.worker).values(), today)] == [
        (soon.pk, dt.date(2026, 6, 1))
    ]


def test_one_born_on_a_leap_day_turns_18_on_the_first_of_march() -> None:
    assert adult_on(dt.date(2008, 2, 29)) == dt.date(2026, 3, 1)


def test_a_colleague_has_nobody_elses_day(people: Cast) -> None:
    sent(people, "4")
    colleague = person(Role.CASEWORKER, office=people.office)
    assert own_youths(colleague) == {}
    assert "Nothing is due within 24 hours." in as_(colleague).get("/my-day/").content.decode()


def test_what_is_due_later_is_coming_up_and_what_is_due_soon_is_not(people: Cast) -> None:
    referral = sent(people, "4")
    now = clock.now()
    own = own_youths(people.worker)
    duties = owed(own, now)
    coming = coming_up(own, [duty for duty in duties if not is_soon(duty, now)], now)
    assert (coming[-1].youth.pk, coming[-1].text) == (referral.youth_id, "Screen again")
    assert all(one.by.startswith("due ") for one in coming)
    assert len(coming) + len(due_soon(duties, own, now)) == len(duties)
    assert {duty.pk for duty in duties if is_soon(duty, now)} == {one.duty.pk for one in due_soon(duties, own, now)}


def test_whoever_leaves_care_is_named_from_two_months_before_to_one_month_after(people: Cast) -> None:
    today, day = timezone.localdate(clock.now()), dt.timedelta(days=1)
    for days in (-31, -30, 60, 61):
        young_person(people, discharge_on=today + days * day)
    found = leaving_care(own_youths(people.worker).values(), today)
    assert sorted((one.on - today).days for one in found) == [-30, 60]


def test_once_screened_before_discharge_they_are_no_longer_asked_about(people: Cast) -> None:
    youth = young_person(people, discharge_on=timezone.localdate(clock.now()) + dt.timedelta(days=20))
    assert "Leaves care on" in home(people)
    draft = story.screened(youth, people.worker, "1")
    services.save_start(draft, trigger=Trigger.DISCHARGE, gates={}, by=people.worker)
    story.sign(draft, people.worker)
    assert "Leaves care on" not in home(people)


def test_an_answer_of_hart_is_told_with_its_reference_and_what_it_asks_only_once(people: Cast) -> None:
    referral = sent(people, "4")
    referral = moves.move(referral, "acknowledge", by=people.liaison)
    moves.move(referral, "ask_information", by=people.liaison, words="Which town?")
    shown = home(people)
    answers = shown.split('id="answers-title"')[1].split("</section>")[0]
    assert "HART has acknowledged your referral" in answers
    assert referral.reference in answers
    assert shown.count("HART asks you") == 1


def test_a_draft_says_where_it_was_left(people: Cast) -> None:
    draft = services.start(young_person(people), by=people.worker)
    services.save_start(draft, trigger="routine", gates={}, by=people.worker)
    assert "Stopped at" not in home(people)
    domain = draft.instrument.domains[0]
    Screening.objects.filter(pk=draft.pk).update(last_section=domain.code)
    assert f"Stopped at: {escape(domain.title)}" in home(people)
