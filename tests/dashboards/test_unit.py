"""The supervisor's unit: who has what."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Absence, User
from accounts.permissions import Role
from accounts.services import deactivate
from audit import clock
from audit.models import Entry
from dashboards.today import ALL, Load, UnitToday, training_words
from tests.accounts.people import person
from tests.dashboards.giving import given, owed_by, page_of
from tests.referrals import story
from tests.referrals.browsing import as_
from tests.referrals.story import Cast, screened, sent, young_person

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


@pytest.fixture
def colleague(people: Cast) -> User:
    return person(office=people.office, unit=people.worker.unit, name="Invented Colleague")


# --- Who has what ----------------------------------------------------------------------------------------------


def test_the_unit_counts_young_people_drafts_and_duties(people: Cast, colleague: User) -> None:
    referral = sent(people, "4")
    screened(young_person(people), people.worker, "3")
    later = clock.now() + dt.timedelta(days=30)
    today = UnitToday(people.supervisor, [people.worker, colleague], later)
    one, other = today.workers[people.worker.pk], today.workers[colleague.pk]
    assert (one.youths, one.drafts) == (2, 1)
    late = [due for due in owed_by(people.worker, later) if due.tone == "late"]
    assert {due.duty.youth_id for due in late} == {referral.youth_id}
    assert one.loads[ALL].late == len(late) > 0
    assert one.loads[ALL].oldest == min(due.duty.due_at for due in late if due.duty.due_at)
    assert (other.youths, other.drafts, other.loads[ALL]) == (0, 0, Load())


def test_the_unit_page_comes_first_and_shows_who_is_away(people: Cast, colleague: User) -> None:
    now, day = clock.now(), dt.timedelta(days=1)
    Absence.objects.create(user=people.worker, starts_at=now - day, ends_at=now + day)
    client = as_(people.supervisor)
    shown = client.get("/", follow=True).content.decode()
    assert people.worker.display_name in shown
    assert "away until" in shown
    assert colleague.display_name in shown
    assert people.stranger.display_name not in shown


def test_who_has_left_is_shown_as_long_as_they_have_something(people: Cast, colleague: User) -> None:
    youth = young_person(people)
    for one in (people.worker, colleague):
        deactivate(one, by=people.supervisor)
    shown = as_(people.supervisor).get(reverse("dashboards:unit")).content.decode()
    assert "has left" in shown
    assert colleague.display_name not in shown
    given(people, people.supervisor, youth)
    shown = as_(people.supervisor).get(reverse("dashboards:unit")).content.decode()
    assert people.worker.display_name not in shown
    assert "You" in shown


def test_only_their_own_unit_is_shown_to_a_supervisor_and_none_to_a_worker(people: Cast, colleague: User) -> None:
    other = person(Role.SUPERVISOR, office=people.office)
    address = reverse("dashboards:unit-worker", args=[people.worker.pk])
    assert as_(other).get(address).status_code == 404
    assert as_(other).post(address, {}).status_code == 404
    assert as_(colleague).get(address).status_code == 403
    assert "No unit of yours has anybody in it." in as_(other).get(reverse("dashboards:unit")).content.decode()


def test_opening_a_worker_is_in_the_trail_with_whom_it_showed(people: Cast) -> None:
    youth = young_person(people)
    page = page_of(people, people.worker)
    entry = Entry.objects.get(action="unit.view_worker", actor=people.supervisor.pk)
    assert (entry.subject, entry.ids) == (people.worker.pk, [youth.pk])
    assert youth.initials in page
    assert youth.legal_last
    assert youth.legal_last not in page


def test_whose_training_is_missing_or_long_ago_is_said(people: Cast, colleague: User) -> None:
    today = timezone.localdate(clock.now())
    assert training_words(people.worker, today) == "no training recorded"
    colleague.trained_on = today - dt.timedelta(days=400)
    assert training_words(colleague, today) == ""
    colleague.trained_on = today - dt.timedelta(days=800)
    assert training_words(colleague, today).startswith("trained last on")
    assert "no training recorded" in as_(people.supervisor).get(reverse("dashboards:unit")).content.decode()
