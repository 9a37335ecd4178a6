"""Real senders, killed, stopped and told to end at exact points of their talk with a real mail server."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing

import psycopg2
import pytest
from django.db import connection

from notifications import delivery
from notifications.models import Message, Status
from tests.clock import later
from tests.notifications.conftest import written
from tests.notifications.postoffice import HOLD, KEEP_SILENTLY, SILENCE, PostOffice
from tests.notifications.processes import kill, sweeper

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.slow]


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with PostOffice() as running:
        yield running


@pytest.mark.parametrize(
    ("stage", "answer", "copies", "may_have_arrived"),
    [("RCPT", SILENCE, 1, False), ("DATA", SILENCE, 1, True), ("DATA", KEEP_SILENTLY, 2, True)],
    ids=["before the bytes leave", "before the accept", "after the accept"],
)
def test_a_sender_killed(office: PostOffice, stage: str, answer: str, copies: int, may_have_arrived: bool) -> None:
    message = written()
    office.answers[stage].append(answer)
    with sweeper(office) as first:
        assert office.reached[stage].wait(20)
        kill(first)
    left_behind = Message.objects.get()
    assert left_behind.status == Status.LEASED
    assert (left_behind.data_started_at is not None) == may_have_arrived
    later("10 minutes")
    with sweeper(office) as second:
        assert second.wait(20) == 0
    assert Message.objects.get().status == Status.SENT
    assert office.letters == [message.raw.encode()] * copies
    assert office.copies() == {message.message_id: copies}


def test_a_sender_that_slept_through_its_lease_sends_nothing_more(office: PostOffice) -> None:
    message = written()
    office.answers["DATA"].append(HOLD)
    with sweeper(office) as sleeper:
        assert office.reached["DATA"].wait(20)
        sleeper.send_signal(signal.SIGSTOP)
        later("10 minutes")
        with sweeper(office) as second:
            assert second.wait(20) == 0
        sent = Message.objects.get()
        office.let_go.set()
        sleeper.send_signal(signal.SIGCONT)
        assert sleeper.wait(20) == 0
    assert Message.objects.get().sent_at == sent.sent_at
    assert office.letters == [message.raw.encode()] * 2


def test_a_sender_told_to_end_finishes_its_mail_and_gives_the_rest_back(office: PostOffice) -> None:
    for _mail in range(3):
        written()
    office.answers["DATA"].append(HOLD)
    with sweeper(office, "--forever") as ending:
        assert office.reached["DATA"].wait(20)
        ending.send_signal(signal.SIGTERM)
        office.let_go.set()
        assert ending.wait(20) == 0
    assert sorted(Message.objects.values_list("status", flat=True)) == ["pending", "pending", "sent"]
    assert len(office.letters) == 1


def test_a_sweep_forever_sends_what_comes_later(office: PostOffice) -> None:
    with sweeper(office, "--forever", "--every", "0.2"):
        written()
        assert office.reached["DATA"].wait(20)


def test_a_claim_steps_around_what_another_is_claiming(office: PostOffice) -> None:
    first, second = written(), written()
    other = psycopg2.connect(os.environ["DATABASE_URL"])
    with closing(other), other.cursor() as cursor, connection.cursor() as own:
        cursor.execute("SELECT 1 FROM notifications_message WHERE id = %s FOR UPDATE", [str(first.pk)])
        own.execute("SET lock_timeout = '2s'")
        assert [message.pk for message in delivery.claim()] == [second.pk]
        own.execute("RESET lock_timeout")


def test_five_senders_at_once_send_each_mail_once(office: PostOffice) -> None:
    mails = {written().message_id for _mail in range(60)}
    with ExitStack() as together:
        senders = [together.enter_context(sweeper(office)) for _sender in range(5)]
        told = [int(sender.communicate(timeout=60)[0].split()[0]) for sender in senders]
    assert sum(told) == 60
    assert office.copies() == dict.fromkeys(mails, 1)


def test_the_sweep_does_not_call_the_broker(office: PostOffice) -> None:
    written()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        with sweeper(office, broker=f"redis://127.0.0.1:{listening.getsockname()[1]}/0") as child:
            assert child.wait(20) == 0
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert len(office.letters) == 1
