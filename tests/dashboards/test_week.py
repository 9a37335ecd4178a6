"""The supervisor's mail of the week: counts of their own unit, a link, and nothing of anybody."""

import datetime as dt
from email import message_from_string, policy
from typing import Any

import pytest

from accounts.models import Unit
from accounts.permissions import Role
from accounts.services import deactivate
from audit import clock
from dashboards.tasks import send_weeks
from notifications.models import Message
from tests.accounts.people import person
from tests.clock import later
from tests.referrals import story
from tests.referrals.story import Cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(db: Any) -> Cast:
    return story.cast()


def mails() -> list[Message]:
    return list(Message.objects.filter(event__startswith="week."))


def to_monday_noon() -> None:
    now = clock.now()
    days = (7 - now.weekday()) % 7 or 7
    noon = now.replace(hour=17, minute=0) + dt.timedelta(days=days)  # noon in Hartford
    later(f"{int((noon - now).total_seconds())} seconds")


def test_it_comes_once_a_week_and_counts_the_unit(people: Cast) -> None:
    referral = sent(people, "4")
    to_monday_noon()
    send_weeks()
    send_weeks()
    (mail,) = [one for one in mails() if one.recipient == people.supervisor.pk]
    words = message_from_string(mail.raw or "", policy=policy.default).get_content()  # type: ignore[attr-defined]
    assert "Open duties: " in words
    assert "/unit/" in words
    assert referral.youth
    for told in (referral.reference, referral.youth.legal_last, referral.youth.initials, people.worker.display_name):
        assert told not in words
    later("7 days")
    send_weeks()
    assert len([one for one in mails() if one.recipient == people.supervisor.pk]) == 2


def test_who_leads_nobody_gets_none(people: Cast) -> None:
    to_monday_noon()
    send_weeks()
    assert {one.recipient for one in mails()} == {people.supervisor.pk}


def test_who_has_left_gets_none_and_whoever_leads_the_unit_now_does(people: Cast) -> None:
    sent(people, "4")
    new = person(Role.SUPERVISOR, office=people.office)
    Unit.objects.filter(supervisor=people.supervisor).update(supervisor=new)
    deactivate(people.supervisor, by="test")
    to_monday_noon()
    send_weeks()
    assert {one.recipient for one in mails()} == {new.pk}
