"""Putting mail into the outbox: rendered once, in the transaction of what it tells, sent after its commit."""

import datetime
import uuid
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from audit import clock, trail
from audit.refusals import Refusal
from notifications import relay, wording
from notifications.delivery import deliver_due
from notifications.models import Alert, Message, Purpose, Status
from notifications.tasks import deliver
from vault import blind

__all__ = ["CannotRequeue", "deliver_due", "put", "put_account_mail", "put_all", "requeue", "wake_up"]

NOTICE_LIFE = datetime.timedelta(days=5)
ACCOUNT_LIFE = datetime.timedelta(minutes=30)  # as long as its link works
LONGEST_LINE = 990  # RFC 5321 4.5.3.1.6: 998 and the line end

logger = structlog.get_logger(__name__)


class CannotRequeue(Refusal):
    """Only a dead notice can be sent again: an account mail's bytes are gone, and its link with them."""


def put(*, event: str, about: UUID, to: str, subject: str, body: str, recipient: UUID | None = None) -> Message:
    """A notice to one address; the same event about the same thing is put once, then only given back."""
    put_all(event=event, about=about, to=[(to, recipient)], subject=subject, body=body)
    return Message.objects.get(dedupe_key=_key_of(event, about, to))


def put_all(*, event: str, about: UUID, to: Iterable[tuple[str, UUID | None]], subject: str, body: str) -> None:
    """The same notice to several (address, recipient), in one statement."""
    letters = []
    for address, recipient in to:
        message = _new(Purpose.NOTICE, NOTICE_LIFE, event=event, about=about, recipient=recipient, to=address)
        message.raw = _render_in_any_case(message, subject, body)
        message.dedupe_key = _key_of(event, about, address)
        letters.append(message)
    _keep(letters)


def _key_of(event: str, about: UUID, to: str) -> bytes:
    return blind.token("mail", f"{event}|{about}|{to.lower()}")


def put_account_mail(
    *, event: str, about: UUID, to: str, subject: str, body: str, recipient: UUID | None = None
) -> Message:
    """An invitation or a reset: each one asked for is its own, lives 30 minutes, and is wiped once sent."""
    message = _new(Purpose.ACCOUNT, ACCOUNT_LIFE, event=event, about=about, recipient=recipient, to=to)
    message.raw = compose(message, to, subject, body)
    message.dedupe_key = blind.token("mail", str(message.pk))
    _keep([message])
    return message


def requeue(message_id: UUID, *, by: UUID | str) -> Message:
    """Give a dead notice its five days anew. Raises CannotRequeue, Message.DoesNotExist."""
    message = Message.objects.select_for_update().get(pk=message_id)
    if message.status != Status.DEAD or message.purpose != Purpose.NOTICE:
        raise CannotRequeue(_("Only a notice that could not be delivered can be sent again."))
    now = clock.now()
    message.status, message.attempts = Status.PENDING, 0
    message.queued_at = message.next_attempt_at = now
    message.give_up_at = now + NOTICE_LIFE
    message.save(update_fields=["status", "attempts", "queued_at", "next_attempt_at", "give_up_at"])
    Alert.objects.open().filter(event=Alert.Event.DEAD, about=message.pk).update(cleared_at=now)
    trail.record("mail.requeue", "message", message.pk, by=by, facts={"event": message.event})
    wake_up()
    return message


def wake_up() -> None:
    """Tell a worker, once this transaction is committed; once a transaction, however many mails it holds."""
    if not any(waiting[1] is _publish for waiting in connection.run_on_commit):
        transaction.on_commit(_publish)


def _publish() -> None:
    """The mail is safe already: a broker that is down or frozen costs a second here and a minute there."""
    try:
        deliver.delay()
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("mail.wake_up_failed", code=type(error).__name__)


def _new(purpose: Purpose, life: datetime.timedelta, **facts: Any) -> Message:
    now, pk = clock.now(), uuid.uuid4()
    times = {"created_at": now, "queued_at": now, "next_attempt_at": now, "give_up_at": now + life}
    return Message(pk=pk, purpose=purpose, message_id=f"<{pk}@{relay.own_domain()}>", **times, **facts)


def _keep(letters: list[Message]) -> None:
    Message.objects.bulk_create(letters, ignore_conflicts=True)
    wake_up()


def _render_in_any_case(message: Message, subject: str, body: str) -> str:
    """A notice that cannot be rendered leaves as the constant one: a referral is never lost over its mail."""
    try:
        return compose(message, message.to, subject, body)
    except Exception as error:
        logger.error("mail.render_failed", code=type(error).__name__)
        return compose(message, "undisclosed-recipients:;", wording.SUBJECT, wording.FALLBACK_BODY)


def compose(message: Message, to: str, subject: str, body: str) -> str:
    """The mail as it will travel, in ASCII with CRLF; the same input gives the same bytes."""
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    plain = body.isascii() and all(len(line) <= LONGEST_LINE for line in body.splitlines())
    mail.set_content(body, cte="7bit" if plain else "quoted-printable")
    return mail.as_bytes().decode("ascii")
