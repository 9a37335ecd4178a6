"""Delivering what is due: claim in one short transaction, talk to the relay outside any, finish by token.

Any number of senders may run at once. One that dies leaves its mails to the next when the lease ends; one
that comes late finds its token gone. After a crash the same bytes may leave twice: better than not at all.
"""

import datetime
import random
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, Value, When

from audit import trail
from notifications import channel
from notifications.models import Alert, DatabaseNow, Message, Purpose, Status
from notifications.relay import ChannelRefused, Deferred, Fault, NotOurs, Refused, Relay, Unreachable
from vault.ciphers import DamagedData

BATCH = 20
LEASE = datetime.timedelta(seconds=600)  # longer than the hard limit of a task, and renewed before every mail
PAUSES = tuple(datetime.timedelta(minutes=minutes) for minutes in (0.5, 1, 2, 5, 10, 20, 30, 60))
JITTER = 0.1  # share of a pause, either way: mails delayed together do not come back together
UNREADABLE_ATTEMPTS = 3
NOBODY_LIVING: dict[str, Any] = {"lease_token": None, "lease_until": None}

logger = structlog.get_logger(__name__)
chance = random.SystemRandom()


def deliver_due(*, stop: Callable[[], bool] = lambda: False) -> int:
    """Send what is due; returns how many left. ``stop`` is asked before each mail, never in mid-mail."""
    bury(Message.objects.lapsed(), "lapsed")
    sent = 0
    with Relay() as relay:
        while not stop() and (batch := claim()):
            left, go_on = send_batch(relay, batch, stop)
            sent += left
            if not go_on:
                break
    return sent


def claim() -> list[Message]:
    """Take up to a batch of due mails under one new token; nothing while the channel is paused."""
    if channel.is_paused():
        return []
    token = uuid.uuid4()
    with transaction.atomic(durable=True):
        due = Message.objects.due().order_by("next_attempt_at").select_for_update(skip_locked=True)
        taken = list(due.values_list("pk", flat=True)[:BATCH])
        if not taken:
            return []
        # A lease that ran out was an attempt that nobody lived to count.
        unfinished = Case(When(status=Status.LEASED, then=Value(1)), default=Value(0))
        Message.objects.filter(pk__in=taken).update(
            status=Status.LEASED,
            lease_token=token,
            lease_until=DatabaseNow() + LEASE,
            attempts=F("attempts") + unfinished,
        )
    return list(Message.objects.held_by(token).order_by("next_attempt_at"))


def send_batch(relay: Relay, batch: list[Message], stop: Callable[[], bool]) -> tuple[int, bool]:
    """How many left, and whether there is sense in going on."""
    waiting = deque(batch)
    sent = 0
    try:
        while waiting and not stop():
            sent += send(relay, waiting.popleft())
    except (Unreachable, ChannelRefused):
        return sent, False
    finally:
        give_back(*waiting)
        if sent:
            channel.resume()
    return sent, not stop()


def give_back(*messages: Message) -> None:
    """What was not tried need not wait for the end of the lease."""
    for message in messages:
        status = Status.RETRY if message.attempts else Status.PENDING
        ours(message).update(status=status, **NOBODY_LIVING)


def send(relay: Relay, message: Message) -> bool:
    """Try one mail and note how it went; whether it left.

    Raises Unreachable and ChannelRefused, already noted, because they are about the next mail too.
    """
    try:
        relay.send(message.to, message.raw.encode("ascii"), before_data=lambda: begin_data(message))
    except NotOurs:
        logger.info("mail.taken_over", mail=str(message.pk))
    except Fault as fault:
        note(message, fault)
        if isinstance(fault, Unreachable | ChannelRefused):
            raise
    except (DamagedData, UnicodeError):
        set_aside_unreadable(message)
    else:
        finish_sent(message)
        return True
    return False


def note(message: Message, fault: Fault) -> None:
    match fault:
        case Refused():
            bury(ours(message), fault.code)
        case ChannelRefused():
            give_back(message)
            channel.pause(fault.code)
        case Deferred():  # said plainly, so nothing arrived this time
            retry_later(message, fault.code, data_started_at=message.data_started_at)
        case _:
            retry_later(message, fault.code)


def ours(message: Message) -> QuerySet[Message]:
    """The row as long as nobody else has taken it over."""
    assert message.lease_token is not None
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # it may have been cut while we talked to the relay
    return Message.objects.held_by(message.lease_token).filter(pk=message.pk)


def begin_data(message: Message) -> bool:
    """Note that the bytes are about to leave, and renew the lease.

    False when somebody else has the mail, or when an account mail's link ran out while it waited its turn.
    """
    row = ours(message).exclude(purpose=Purpose.ACCOUNT, give_up_at__lte=DatabaseNow())
    return bool(row.update(data_started_at=DatabaseNow(), lease_until=DatabaseNow() + LEASE))


def finish_sent(message: Message) -> None:
    sent = {"status": Status.SENT, "sent_at": DatabaseNow(), "last_code": "250"}
    if not ours(message).update(**sent, **counted(message), **wiped(message), **NOBODY_LIVING):
        logger.warning("mail.finished_late", mail=str(message.pk))


def retry_later(message: Message, code: str, **known: datetime.datetime | None) -> None:
    """Plan the next attempt, or end the mail when that would come too late."""
    pause = PAUSES[min(message.attempts, len(PAUSES) - 1)] * (1 + chance.uniform(-JITTER, JITTER))
    again = DatabaseNow() + pause
    if not ours(message).filter(give_up_at__gt=again).exists():
        bury(ours(message), code)
        return
    delayed = {"status": Status.RETRY, "next_attempt_at": again, "last_code": code}
    ours(message).update(**delayed, **counted(message), **known, **NOBODY_LIVING)
    logger.info("mail.delayed", mail=str(message.pk), code=code, attempts=message.attempts + 1)


def set_aside_unreadable(message: Message) -> None:
    """A damaged row blocks nobody: it has a few tries, for a key ring being repaired, and no more."""
    if message.attempts + 1 < UNREADABLE_ATTEMPTS:
        retry_later(message, "unreadable")
    else:
        bury(ours(message), "unreadable")


def counted(message: Message) -> dict[str, Any]:
    return {"attempts": message.attempts + 1}


def wiped(message: Message) -> dict[str, Any]:
    """An account mail's bytes hold a link that opens an account; once it is done with they are gone."""
    return {"raw": None} if message.purpose == Purpose.ACCOUNT else {}


def bury(messages: QuerySet[Message], code: str) -> None:
    """End mails for good, with one alert and one row of the trail each."""
    if not messages.exists():
        return
    with trail.acting("deliver-mail") as actor:
        for message in messages.select_for_update():
            dead = {"status": Status.DEAD, "last_code": code, **counted(message), **wiped(message)}
            Message.objects.filter(pk=message.pk).update(**dead, **NOBODY_LIVING)
            channel.alert(Alert.Event.DEAD, message.pk, code)
            facts: dict[str, trail.Fact] = {"code": code, "event": message.event}
            trail.record("mail.give_up", "message", message.pk, by=actor, facts=facts)
            logger.error("mail.dead", mail=str(message.pk), code=code)
