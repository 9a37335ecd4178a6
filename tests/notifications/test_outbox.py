import socket
from email.parser import Parser
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit import clock
from audit.models import Entry
from notifications import outbox, wording
from notifications.models import Alert, Message, Purpose, Status
from tests.notifications.conftest import written

pytestmark = pytest.mark.django_db(databases="__all__")


def parsed(message: Message) -> Any:
    return Parser(policy=default).parsestr(message.raw)


def test_the_mail_is_rendered_once_and_read_back_the_same() -> None:
    message = written()
    raw = message.raw
    message.refresh_from_db()
    assert message.raw == raw
    assert raw.isascii()
    assert "\n" not in raw.replace("\r\n", "")


def test_the_headers_keep_machines_quiet_and_name_none() -> None:
    message = written(to="HART <hart@office.example>")
    mail = parsed(message)
    assert mail["Message-ID"] == message.message_id == f"<{message.pk}@hart.example>"
    assert mail["Date"].datetime == message.created_at.replace(microsecond=0)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "All"
    assert mail.get_content_type() == "text/plain"
    assert socket.gethostname() not in message.raw


def test_the_database_holds_neither_address_nor_words_in_the_clear() -> None:
    message = written(to="only.here@office.example", body="Words that stand only here.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM notifications_message m WHERE id = %s", [message.pk])
        row = cursor.fetchone()[0]
    for plain in ("only.here", "Words that stand"):
        assert plain not in row
        assert plain.encode().hex() not in row


def test_the_same_event_to_the_same_address_is_one_mail() -> None:
    about = uuid4()
    first = written(about=about, to="Hart@office.example")
    again = written(about=about, to="hart@office.example", body="Other words.")
    assert again.pk == first.pk
    assert Message.objects.about(about).count() == 1


@pytest.mark.parametrize("change", [{"event": "referral.determined"}, {"about": uuid4()}, {"to": "b@office.example"}])
def test_another_event_thing_or_address_is_another_mail(change: dict[str, Any]) -> None:
    about = uuid4()
    first = written(about=about)
    assert written(**{"about": about, **change}).message_id != first.message_id


def test_text_beyond_ascii_survives() -> None:
    message = written(subject="Señal", body="Algo le espera. ¡Entre!\n" + "x" * 2000)
    mail = parsed(message)
    assert message.raw.isascii()
    assert mail["Subject"] == "Señal"
    assert mail.get_content().splitlines() == ["Algo le espera. ¡Entre!", "x" * 2000]
    assert max(map(len, message.raw.splitlines())) < 998


@pytest.mark.parametrize(
    "bad", [{"subject": "two\r\nBcc: someone@else.example"}, {"to": "a@b.example\nBcc: c@d.example"}]
)
def test_a_notice_that_cannot_be_rendered_leaves_as_the_constant_one(bad: dict[str, str]) -> None:
    message = written(**bad)
    mail = parsed(message)
    assert mail["Subject"] == wording.SUBJECT
    assert mail["Bcc"] is None
    assert mail["Message-ID"] == message.message_id


def test_an_account_mail_is_its_own_each_time_and_lives_as_long_as_its_link() -> None:
    values: dict[str, Any] = {
        "event": "account.reset",
        "about": uuid4(),
        "to": "a@b.example",
        "subject": "s",
        "body": "b",
    }
    first, second = (outbox.put_account_mail(**values) for _time in range(2))
    assert first.pk != second.pk
    assert first.purpose == Purpose.ACCOUNT
    assert (first.give_up_at - first.created_at).total_seconds() == 30 * 60


def test_one_wake_up_a_transaction(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        for _mail in range(3):
            written()
    assert waiting == [outbox._publish]


def test_a_mail_rolled_back_takes_its_wake_up_with_it(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        with transaction.atomic():
            written()
            transaction.set_rollback(True)
        assert connection.run_on_commit == []
        written()
    assert len(waiting) == 1
    assert Message.objects.count() == 1


def test_a_broker_that_is_down_is_not_the_requests_trouble(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # nothing listens where the settings point
        message = written()
    assert Message.objects.get(pk=message.pk).status == Status.PENDING


def dead() -> Message:
    message = written()
    Message.objects.filter(pk=message.pk).update(status=Status.DEAD, attempts=9)
    Alert.objects.create(event=Alert.Event.DEAD, about=message.pk, raised_at=clock.now())
    return message


def test_a_dead_notice_can_be_sent_again_and_that_is_recorded() -> None:
    message = dead()
    raw = message.raw
    call_command("requeue_mail", str(message.pk))
    message.refresh_from_db()
    assert (message.status, message.attempts, message.raw) == (Status.PENDING, 0, raw)
    assert message in Message.objects.due()
    assert not Alert.objects.open().exists()
    entry = Entry.objects.newest_first()[0]
    assert (entry.action, entry.system, entry.subject) == ("mail.requeue", "system:requeue-mail", message.pk)


def test_what_is_not_dead_or_not_there_is_not_sent_again() -> None:
    with pytest.raises(CommandError, match="could not be delivered"):
        call_command("requeue_mail", str(written().pk))
    with pytest.raises(CommandError, match="no such mail"):
        call_command("requeue_mail", str(uuid4()))


@pytest.mark.parametrize(
    "broken",
    [
        {"status": Status.LEASED},
        {"lease_token": uuid4()},
        {"status": Status.SENT},
        {"status": "posted"},
        {"purpose": "advert"},
        {"raw": None},
    ],
)
def test_the_database_refuses_a_half_told_state(broken: dict[str, Any]) -> None:
    message = written()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**broken)
