"""A clock that nobody stops is heard of by ever more people, and never twice by the same."""

import datetime as dt

import pytest

from accounts.models import Absence, Cover, Office, User
from accounts.permissions import Role
from audit import clock
from audit.models import Entry
from duties import ladder
from duties.models import Duty
from notifications.models import Message, Notice
from referrals.models import Referral
from referrals.services import calls, moves
from referrals.tasks import climb
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.browsing import as_, shown
from tests.referrals.story import Cast, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")

DAY = 24  # hours


def lines(user: User, about: Referral | None = None) -> set[str]:
    """The events of the ladder in a person's news."""
    seen = Notice.objects.filter(user=user.pk, event__startswith="duty.")
    return set((seen.filter(subject=about.pk) if about else seen).values_list("event", flat=True))


def sweep(hours: float) -> None:
    later(f"{hours} hours")
    climb()


@pytest.fixture
def waiting(people: Cast) -> Referral:
    """At level 4, and nobody acknowledges it."""
    return sent(people, "4")


def test_the_liaison_is_warned_before_the_limit_and_told_at_it(people: Cast, waiting: Referral) -> None:
    sweep(1.4)
    assert lines(people.liaison, waiting) == set()
    sweep(0.2)
    assert lines(people.liaison, waiting) == {"duty.soon"}
    sweep(0.5)
    assert lines(people.liaison, waiting) == {"duty.soon", "duty.owner"}
    assert lines(people.second, waiting) == lines(people.lead, waiting) == set()


def test_then_the_backup_then_the_lead_then_their_deputy(people: Cast, waiting: Referral) -> None:
    deputy = person(Role.LIAISON, office=Office.objects.central())
    Cover.objects.create(liaison=deputy, office=Office.objects.central())
    sweep(2.3)
    assert lines(people.second, waiting) == {"duty.backup"}
    assert lines(people.lead, waiting) == set()
    sweep(0.3)
    assert lines(people.lead, waiting) == {"duty.lead"}
    sweep(0.5)
    assert lines(deputy, waiting) == {"duty.deputy"}
    told = "Told that it is late: whoever has it, who stands behind them, HART&#x27;s lead, the lead&#x27;s deputy"
    assert told in shown(as_(people.liaison), "detail", waiting.pk)


def test_whoever_is_away_is_passed_over_upwards(people: Cast, waiting: Referral) -> None:
    now = clock.now()
    for away in (people.liaison, people.second):
        Absence.objects.create(user=away, starts_at=now, ends_at=now + dt.timedelta(days=2))
    sweep(1.6)
    assert lines(people.lead, waiting) == {"duty.soon"}
    assert lines(people.liaison) == lines(people.second) == set()


def test_one_sweep_is_one_mail_a_person_and_the_next_sweep_none(people: Cast) -> None:
    both = [sent(people, "4", youth=young_person(people)) for _ in range(2)]
    later("2.1 hours")
    before = Message.objects.filter(recipient=people.liaison.pk).count()
    climb()
    assert all(lines(people.liaison, one) for one in both)
    assert Message.objects.filter(recipient=people.liaison.pk).count() == before + 1
    climb()
    assert Message.objects.filter(recipient=people.liaison.pk).count() == before + 1


def test_an_act_ends_the_climbing(people: Cast, waiting: Referral) -> None:
    sweep(1.6)
    moves.move(waiting, "acknowledge", by=people.liaison)
    sweep(9)
    assert lines(people.lead, waiting) == set()


def test_a_call_to_make_stands_again_once_level_4_is_late(people: Cast, waiting: Referral) -> None:
    calls.record_call(waiting, by=people.liaison, at=clock.now(), who="Invented words.")
    assert not calls.open_calls().exists()
    sweep(1.9)
    assert not calls.open_calls().exists()
    sweep(0.2)
    assert calls.open_calls().about("referral", waiting.pk).exists()


def test_what_a_worker_owes_goes_to_their_supervisor_and_leads_to_the_young_person(people: Cast) -> None:
    referral = sent(people, "4")
    sweep(30)
    seen = Notice.objects.filter(event__startswith="duty.", kind="youth", subject=referral.youth_id)
    assert {people.worker.pk, people.supervisor.pk, people.lead.pk} <= set(seen.values_list("user", flat=True))
    assert people.stranger.pk not in set(seen.values_list("user", flat=True))


def test_nobody_hears_of_whom_they_may_not_see(people: Cast) -> None:
    youth = young_person(people)
    story.sign(story.screened(youth, people.worker, "1"), people.worker)
    sweep(200 * DAY)
    assert lines(people.supervisor) == {"duty.backup"}
    assert lines(people.lead) == set()
    assert set(Duty.objects.filter(youth=youth).open().values_list("climbed", flat=True)) == {ladder.TOP}


def test_each_rung_is_in_the_trail_under_the_name_of_the_system(waiting: Referral) -> None:
    sweep(2.1)
    duty = Duty.objects.about("referral", waiting.pk).get(clock="acknowledge_4")
    entry = Entry.objects.get(action="duty.climb", subject=duty.pk)
    assert (entry.system, entry.facts) == ("system:climb", {"clock": "acknowledge_4", "rung": 2})


def test_an_evidence_window_climbs_nowhere(people: Cast) -> None:
    referral = sent(people, "4", last_contact_at=clock.now() - dt.timedelta(hours=1))
    sweep(200)
    assert Duty.objects.get(youth=referral.youth_id, clock="forensic_window").climbed == 0
