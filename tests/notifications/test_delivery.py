import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection

from audit.models import Entry
from notifications import channel, delivery, outbox
from notifications.models import Alert, Channel, Message, Status
from tests.clock import later
from tests.notifications.conftest import written
from tests.notifications.postoffice import DROP, KEEP_AND_DROP, KEEP_SILENTLY, PostOffice

pytestmark = pytest.mark.django_db(databases="__all__")


def reset_mail(**changes: Any) -> Message:
    values = {"event": "account.reset", "about": uuid4(), "to": "a@office.example", "subject": "s"}
    return outbox.put_account_mail(**{**values, "body": "http://localhost/secret-link/", **changes})


def read_back(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def test_what_is_due_leaves_once_as_it_was_rendered(office: PostOffice) -> None:
    message = written()
    assert delivery.deliver_due() == 1
    assert delivery.deliver_due() == 0
    message = read_back(message)
    assert (message.status, message.attempts, message.last_code) == (Status.SENT, 1, "250")
    assert message.sent_at is not None
    assert office.letters == [message.raw.encode()]
    assert office.recipients == ["hart@office.example"]


def test_more_than_a_batch_leaves_in_one_sweep(office: PostOffice) -> None:
    for _mail in range(delivery.BATCH + 5):
        written()
    assert delivery.deliver_due() == delivery.BATCH + 5
    assert set(office.copies().values()) == {1}


@pytest.mark.parametrize(
    ("stage", "answer", "code", "may_have_arrived"),
    [
        ("MAIL", "451 busy", "451", False),
        ("RCPT", "450 greylisted", "450", False),
        ("RCPT", DROP, "connection", False),
        ("DATA", "452 full", "452", False),
        ("DATA", DROP, "connection", True),
        ("DATA", KEEP_AND_DROP, "connection", True),
        ("DATA", KEEP_SILENTLY, "timeout", True),
    ],
)
@pytest.mark.usefixtures("hurried")
def test_a_delay_is_tried_again_with_the_same_bytes(
    office: PostOffice, stage: str, answer: str, code: str, may_have_arrived: bool
) -> None:
    office.answers[stage].append(answer)
    message = written()
    assert delivery.deliver_due() == 0
    delayed = read_back(message)
    assert (delayed.status, delayed.attempts, delayed.last_code) == (Status.RETRY, 1, code)
    assert (delayed.data_started_at is not None) == may_have_arrived
    assert delivery.deliver_due() == 0
    later("35 seconds")
    assert delivery.deliver_due() == 1
    assert len(office.copies()) == 1
    assert set(office.letters) == {message.raw.encode()}
    assert len(office.letters) == 1 + answer.startswith("keep")


def test_a_plain_refusal_later_does_not_hide_that_a_copy_may_have_arrived(office: PostOffice) -> None:
    message = written()
    office.answers["DATA"] += [KEEP_AND_DROP, "451 later"]
    delivery.deliver_due()
    started = read_back(message).data_started_at
    later("35 seconds")
    delivery.deliver_due()
    assert read_back(message).data_started_at == started


def test_the_plan_of_attempts_grows_to_an_hour_and_ends_after_five_days(office: PostOffice) -> None:
    message = written()
    waits = []
    while (message := read_back(message)).status != Status.DEAD:
        office.answers["RCPT"].append("451 busy")
        with connection.cursor() as cursor:
            cursor.execute("SELECT dmst_now()")
            began = cursor.fetchone()[0]
        delivery.deliver_due()
        wait = read_back(message).next_attempt_at - began
        waits.append(wait.total_seconds() / 60)
        later(f"{max(wait.total_seconds(), 0)} seconds")
    assert waits[:9] == pytest.approx([0.5, 1, 2, 5, 10, 20, 30, 60, 60], rel=0.1)
    assert 5 * 24 * 60 * 0.9 < sum(waits[:-1]) <= 5 * 24 * 60
    assert Alert.objects.open().get().about == message.pk


def test_a_refused_recipient_is_dead_at_once_and_the_others_flow(office: PostOffice) -> None:
    office.answers["RCPT"].append("550 no such person")
    refused = written(to="gone@office.example")
    later("1 second")
    taken = written()
    assert delivery.deliver_due() == 1
    assert (read_back(refused).status, read_back(refused).last_code) == (Status.DEAD, "550")
    assert read_back(taken).status == Status.SENT
    alert = Alert.objects.open().get()
    assert (alert.event, alert.about, alert.code) == (Alert.Event.DEAD, refused.pk, "550")
    entry = Entry.objects.newest_first()[0]
    assert (entry.action, entry.system, entry.subject) == ("mail.give_up", "system:deliver-mail", refused.pk)
    assert entry.facts == {"code": "550", "event": "referral.sent"}


@pytest.mark.parametrize(("stage", "code"), [("MAIL", "550"), ("MAIL", "530"), ("RCPT", "535")])
def test_a_relay_that_refuses_us_pauses_the_channel_and_blames_no_mail(
    office: PostOffice, stage: str, code: str
) -> None:
    office.answers[stage] += [f"{code} not you"] * 2
    messages = [written() for _mail in range(3)]
    assert delivery.deliver_due() == 0
    assert delivery.deliver_due() == 0  # paused: nobody even calls
    assert len(office.answers[stage]) == 1
    assert {read_back(message).status for message in messages} == {Status.PENDING}
    later("6 minutes")
    assert delivery.deliver_due() == 0
    assert Alert.objects.open().get().event == Alert.Event.PAUSED
    assert Channel.objects.get().last_code == code
    later("6 minutes")
    assert delivery.deliver_due() == 3
    assert not Alert.objects.open().exists()
    assert not channel.is_paused()


def test_an_alert_is_cleared_by_whoever_saw_to_it(office: PostOffice) -> None:
    office.answers["RCPT"].append("550 no such person")
    written()
    delivery.deliver_due()
    channel.dismiss(Alert.objects.open().get().pk, by=uuid4())
    assert not Alert.objects.open().exists()


def test_nobody_at_home_costs_one_mail_an_attempt_and_the_others_nothing(settings: Any, office: PostOffice) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    messages = [written() for _mail in range(3)]
    assert delivery.deliver_due() == 0
    assert sorted(read_back(message).attempts for message in messages) == [0, 0, 1]
    settings.EMAIL_PORT = port
    assert delivery.deliver_due() == 2


def test_a_damaged_row_blocks_nobody_and_is_given_up_after_three_attempts(office: PostOffice) -> None:
    damaged = written()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_message SET raw = set_byte(raw, length(raw) - 1, 0) WHERE id = %s",
            [damaged.pk],
        )
        cursor.execute(
            "UPDATE notifications_message SET raw = set_byte(raw, length(raw) - 2, 0) WHERE id = %s",
            [damaged.pk],
        )
    written()
    assert delivery.deliver_due() == 1
    for _attempt in range(2):
        assert read_back(damaged).status == Status.RETRY
        later("2 minutes")
        delivery.deliver_due()
    assert (read_back(damaged).status, read_back(damaged).last_code) == (Status.DEAD, "unreadable")
    assert len(office.letters) == 1


def test_an_account_mail_is_wiped_once_it_left(office: PostOffice) -> None:
    message = reset_mail()
    assert delivery.deliver_due() == 1
    assert b"secret-link" in office.letters[0]
    assert read_back(message).raw == ""


def test_an_account_mail_is_never_sent_once_its_link_has_run_out(office: PostOffice) -> None:
    message = reset_mail()
    later("31 minutes")
    assert delivery.deliver_due() == 0
    message = read_back(message)
    assert (message.status, message.last_code, message.raw) == (Status.DEAD, "lapsed", "")
    assert office.letters == []
    with pytest.raises(outbox.CannotRequeue):
        outbox.requeue(message.pk, by="system:test")


def test_an_account_mail_claimed_in_time_does_not_leave_when_its_turn_comes_late(office: PostOffice) -> None:
    reset_mail()
    later("29 minutes")
    (claimed,) = delivery.claim()
    later("2 minutes")
    with delivery.Relay() as line:
        assert not delivery.send(line, claimed)
    later("10 minutes")
    delivery.deliver_due()
    assert read_back(claimed).status == Status.DEAD
    assert office.letters == []


def test_an_account_mail_is_not_planned_beyond_its_link(office: PostOffice) -> None:
    message = reset_mail()
    for _attempt in range(5):
        office.answers["RCPT"].append("451 busy")
        delivery.deliver_due()
        later("11 minutes")
    delivery.deliver_due()
    assert read_back(message).status == Status.DEAD
    assert office.letters == []


def test_a_notice_that_waited_out_a_long_pause_still_gets_its_attempt(office: PostOffice) -> None:
    written()
    later("6 days")
    assert delivery.deliver_due() == 1


def test_being_told_to_stop_gives_the_rest_back(office: PostOffice) -> None:
    messages = [written() for _mail in range(3)]
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 2  # the sweep, the first mail, then no more

    assert delivery.deliver_due(stop=stop) == 1
    assert sorted(read_back(message).status for message in messages) == ["pending", "pending", "sent"]


def test_what_should_have_left_long_ago_is_seen() -> None:
    written()
    later("9 minutes")
    assert not Message.objects.overdue().exists()
    later("1 minute")
    assert Message.objects.overdue().count() == 1


def test_the_claim_reads_its_index() -> None:
    due = Message.objects.due().order_by("next_attempt_at")[: delivery.BATCH]
    with connection.cursor() as cursor:
        # A table of a few rows is read in any way; without a sort only the index in this order is left.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    assert "message_due" in due.explain()


def test_one_sweep_from_the_command_line(office: PostOffice, capsys: pytest.CaptureFixture[str]) -> None:
    written()
    call_command("deliver_mail")
    assert capsys.readouterr().out == "1 sent\n"


def test_the_lease_outlives_the_longest_task(settings: Any) -> None:
    assert datetime.timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT) < delivery.LEASE
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    assert datetime.timedelta(seconds=visible) > delivery.LEASE
