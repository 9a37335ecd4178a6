"""The queue of HART: each view holds its own, its count is the number of its rows, and a row says why it stands there."""

import datetime as dt

import pytest

from audit import clock
from duties.models import Duty
from referrals import desks, urgency
from referrals.counting import counted
from referrals.models import Referral
from referrals.pages import inbox
from referrals.pages.around import Around
from referrals.services import acts, moves
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


def views_of(referral: Referral, people: Cast) -> set[str]:
    now = clock.now()
    return {
        name
        for name in desks.VIEWS
        if Referral.objects.in_view(name, people.liaison, now).filter(pk=referral.pk).exists()
    }


def test_what_nobody_has_taken_is_new_and_unclaimed(people: Cast) -> None:
    assert {"new", "unclaimed", "all"} <= views_of(sent(people, "3"), people)


def test_what_was_taken_is_mine_and_what_is_asked_waits(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    assert {"mine", "all"} <= views_of(referral, people)
    assert not {"new", "unclaimed", "waiting"} & views_of(referral, people)
    moves.move(referral, "ask_information", by=people.liaison, words="Which car?")
    assert "waiting" in views_of(referral, people)


def test_what_is_due_before_midnight_is_due_today_and_later_overdue(people: Cast) -> None:
    referral = sent(people, "3")
    now = clock.now()
    Referral.objects.filter(pk=referral.pk).update(next_due=min(desks.end_of(now), now + 2 * dt.timedelta(minutes=1)))
    Referral.objects.filter(pk=referral.pk, next_due__gte=desks.end_of(now)).update(next_due=now)
    assert views_of(referral, people) & {"due-today", "overdue"} == {"due-today"}
    later("5 minutes")
    assert views_of(referral, people) & {"due-today", "overdue"} == {"overdue"}


def test_danger_has_views_of_its_own(people: Cast) -> None:
    unsafe = sent(people, "3", safe_tonight="no")
    assert "not-safe-tonight" in views_of(unsafe, people)
    missing = sent(
        people, "3", youth=young_person(people, legal_first="Marigold"), gates={**story.MINOR, "G4": "missing_now"}
    )
    assert "missing-now" in views_of(missing, people)


def test_what_has_ended_stands_under_closed_alone_and_what_was_entered_in_error_nowhere(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    referral = moves.move(referral, "not_accept", by=people.liaison, words="It belongs elsewhere.")
    assert views_of(referral, people) == {"closed"}
    assert referral.reference in shown(as_(people.liaison), "inbox", "closed")


def test_each_count_is_the_number_of_its_rows(people: Cast) -> None:
    for level in ("4", "3"):
        sent(people, level, youth=young_person(people))
    moves.move(sent(people, "3", youth=young_person(people)), "acknowledge", by=people.liaison)
    now = clock.now()
    mine = Referral.objects.visible_to(people.liaison)
    closed = {"closed": mine.in_view("closed", people.liaison, now)}
    counts = counted(closed, most=100, beside=mine.counts_of_open(people.liaison, now))
    assert counts == {name: mine.in_view(name, people.liaison, now).count() for name in desks.VIEWS}
    assert counts["all"] == 3


def test_beyond_a_thousand_the_count_says_so() -> None:
    assert [inbox.count_words(number) for number in (0, 1_000, 1_001)] == ["0", "1,000", "1,000+"]


def test_a_row_says_which_clock_is_next_and_what_of_the_reports_is_done(people: Cast) -> None:
    referral = sent(people, "4")
    page = shown(as_(people.liaison), "inbox", "new")
    assert "HART acknowledges" in page
    assert "Careline due" in page
    acts.do(Duty.objects.get(youth=referral.youth, action="careline"), by=people.worker, at=clock.now(), how="C-1")
    assert "Careline done" in shown(as_(people.liaison), "inbox", "new")


def test_the_federal_notice_is_in_no_row(people: Cast) -> None:
    referral = sent(people, "4", foreign_national="yes")
    restricted = [duty for duty in Duty.objects.filter(youth=referral.youth) if duty.is_restricted]
    around = Around([referral])
    told = {one.clock or one.action for one in (*around.running.values(), *around.reports[referral.youth_id])}
    assert restricted
    assert told
    assert not {duty.clock for duty in restricted} & told


@pytest.mark.parametrize("flag", urgency.FLAGS)
def test_each_reason_can_be_read_back_from_the_priority(flag: str) -> None:
    set_alone = urgency.priority("3", **{one: one == flag for one in urgency.FLAGS})
    assert [one for one in urgency.FLAGS if urgency.has_flag(set_alone, one)] == [flag]
