"""The table of who is told of what: complete, readable, and heeded; and what each person chooses."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from accounts import services
from accounts.models import User
from accounts.permissions import Role
from audit import clock
from dashboards.digest import MORNING
from dashboards.reach import grouped
from dashboards.tasks import send_digests
from dashboards.words import NEWS
from notifications import telling
from notifications.models import Message, Notice
from notifications.telling import EVENTS, How
from referrals.services import moves
from tests.accounts.people import person
from tests.clock import later
from tests.referrals.browsing import as_
from tests.referrals.restoring import served
from tests.referrals.story import Cast, cast, sent

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people() -> Cast:
    return cast()


def test_every_event_stands_in_the_table_and_every_role_is_one() -> None:
    assert set(EVENTS) == set(NEWS)
    for event in EVENTS.values():
        assert set(event.roles) <= set(Role.values), event
        assert event.roles, event


def test_the_page_in_the_docs_is_fresh() -> None:
    call_command("notification_docs", "--check")


@pytest.mark.parametrize(
    "text",
    [
        "event,mailbox,lead\na,,sometimes\n",
        "event,mailbox,lead\na,,now\na,,app\n",
    ],
)
def test_a_table_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="telling, line"):
        telling.load(text)


def mails_to(user: User) -> int:
    return Message.objects.filter(recipient=user.pk).count()


def chosen(user: User, **instead: str) -> Any:
    form = as_(user).get(reverse("dashboards:reach")).context["form"]
    typed = {name: field.initial for name, field in form.fields.items()}
    return as_(user).post(reverse("dashboards:reach"), {**typed, **instead})


def test_the_mailbox_hears_of_what_the_table_says_and_of_nothing_else(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    referral = moves.move(referral, "ask_information", by=people.liaison, words="Who drove the car?")
    moves.move(referral, "answer_information", by=people.worker, words="Nobody knows yet.")
    told = Message.objects.about(referral.pk).filter(recipient=None).values_list("event", flat=True)
    assert {event.rpartition(".")[0] for event in told} == {"referral.send", "referral.answer_information"}


def test_what_somebody_wants_in_the_app_alone_leaves_no_mail(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    assert chosen(people.worker, **{"referral.service": "app"}).status_code == 302
    assert User.objects.get(pk=people.worker.pk).mail_choices == {"referral.service": "app"}
    before = mails_to(people.worker)
    served(referral, by=people.liaison)
    assert mails_to(people.worker) == before
    assert Notice.objects.filter(user=people.worker.pk, event="referral.service").exists()


def test_what_is_mandatory_is_not_offered_and_a_forged_choice_changes_nothing(people: Cast) -> None:
    page = as_(people.liaison).get(reverse("dashboards:reach"))
    assert "referral.send" not in page.context["form"].fields
    assert "A referral was sent" in page.content.decode()
    chosen(people.liaison, **{"referral.send": "app"})
    services.set_mail_choices(people.liaison, {"referral.send": "app", "duty.owner": "app"})
    liaison = User.objects.get(pk=people.liaison.pk)
    assert telling.how("referral.send", liaison) == telling.how("duty.owner", liaison) == How.NOW
    sent(people, "3")
    assert mails_to(people.liaison) == 1


@pytest.mark.parametrize("role", Role)
def test_what_may_be_chosen_stands_in_groups_each_once(role: Role) -> None:
    answer = as_(person(role)).get(reverse("dashboards:reach"))
    page, offered = answer.content.decode(), list(answer.context["form"].fields)
    assert sorted(re.findall(r'<select[^>]* name="([^"]+)"', page)) == sorted(offered)
    assert len(re.findall(r"<legend", page)) == len(list(grouped(offered)))


def test_a_choice_that_is_none_is_said_and_kept_from_the_row(people: Cast) -> None:
    answer = chosen(people.worker, **{"referral.service": "by pigeon"})
    assert "Select a valid choice" in answer.content.decode()
    assert User.objects.get(pk=people.worker.pk).mail_choices == {}


def to_the_morning(after: dt.timedelta) -> None:
    """To the next mail of the morning and as much after it: in the small hours that is this day's."""
    now = timezone.localtime(clock.now())
    days = dt.timedelta(days=int(now.time() >= MORNING))
    morning = timezone.make_aware(dt.datetime.combine(now.date() + days, MORNING)) + after
    later(f"{int((morning - now).total_seconds())} seconds")


def test_the_mail_of_the_day_comes_once_for_all_that_was_not_seen(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    services.set_mail_choices(people.worker, {"referral.service": "daily"})
    Notice.objects.all().update(seen_at=clock.now())
    for _service in range(2):
        served(referral, by=people.liaison)
    before = mails_to(people.worker)
    send_digests()
    to_the_morning(dt.timedelta(minutes=-5))
    send_digests()
    assert mails_to(people.worker) == before
    to_the_morning(dt.timedelta(minutes=5))
    for _sweep in range(3):
        send_digests()
    assert mails_to(people.worker) == before + 1
    mail = Message.objects.get(recipient=people.worker.pk, event__startswith="digest.")
    assert referral.reference not in mail.raw
    assert "/news/" in mail.raw
    later("1 day")
    send_digests()
    assert mails_to(people.worker) == before + 1


def test_what_was_seen_before_the_morning_is_not_told_again(people: Cast) -> None:
    referral = moves.move(sent(people, "3"), "acknowledge", by=people.liaison)
    services.set_mail_choices(people.worker, {"referral.service": "daily"})
    served(referral, by=people.liaison)
    Notice.objects.all().update(seen_at=clock.now())
    to_the_morning(dt.timedelta(minutes=5))
    send_digests()
    assert not Message.objects.filter(event__startswith="digest.").exists()


def test_whoever_hears_of_nothing_is_told_so_by_the_page() -> None:
    page = as_(person(Role.AUDITOR)).get(reverse("dashboards:reach"))
    assert page.status_code == 200
    assert not page.context["form"].fields
