"""The outbox, the relay's state, what an operator must hear of, and in-app notices.

Recipients are ids: people live above this app.
"""

import datetime
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vault.classification import Kind
from vault.fields import EncryptedText

OVERDUE_AFTER = datetime.timedelta(minutes=10)


class DatabaseNow(models.Func):
    """The one clock of leases, order and delays; the application's own may be hours off."""

    function = "dmst_now"
    arity = 0
    output_field = models.DateTimeField()


class Status(models.TextChoices):
    PENDING = "pending", _("Waiting to leave")
    LEASED = "leased", _("Leaving now")
    RETRY = "retry", _("Delayed, will be tried again")
    SENT = "sent", _("Left")
    DEAD = "dead", _("Could not be delivered")


class Purpose(models.TextChoices):
    NOTICE = "notice", _("Notice")
    ACCOUNT = "account", _("Account")


UNSENT = (Status.PENDING, Status.LEASED, Status.RETRY)


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, subject: uuid.UUID) -> Self:
        return self.filter(about=subject).order_by("created_at", "pk")

    def due(self) -> Self:
        """What a sender may take now: its time has come, and nobody living holds it."""
        free = Q(lease_until=None) | Q(lease_until__lte=DatabaseNow())
        return self.filter(free, status__in=UNSENT, next_attempt_at__lte=DatabaseNow())

    def lapsed(self) -> Self:
        """Account mails whose link no longer works; for them, and them alone, late is worse than never."""
        return self.due().filter(purpose=Purpose.ACCOUNT, give_up_at__lte=DatabaseNow())

    def overdue(self) -> Self:
        """What should have left long ago: the mark of a sender or a relay that stands still."""
        return self.filter(status__in=UNSENT, queued_at__lte=DatabaseNow() - OVERDUE_AFTER)

    def dead(self) -> Self:
        return self.filter(status=Status.DEAD).order_by("-queued_at")

    def held_by(self, token: uuid.UUID) -> Self:
        return self.filter(status=Status.LEASED, lease_token=token)


class Message(models.Model):
    """One mail to one address: its bytes, made once, and how far they have come."""

    sealed_by: ClassVar[str | None] = None
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "purpose", "event", "about", "recipient", "message_id", "dedupe_key", "status", "attempts",
        "created_at", "queued_at", "next_attempt_at", "give_up_at", "lease_token", "lease_until",
        "data_started_at", "sent_at", "last_code",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    event = models.CharField(max_length=60)
    about = models.UUIDField()
    recipient = models.UUIDField(null=True)
    to = EncryptedText(Kind.IDENTITY)
    raw = EncryptedText(Kind.IDENTITY)
    message_id = models.CharField(max_length=320, unique=True)
    dedupe_key = models.BinaryField(max_length=32, unique=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    give_up_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    # Set just before the bytes leave, cleared by a plain refusal: while set, a copy may have arrived.
    data_started_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=40, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="message_due", condition=Q(status__in=UNSENT)),
            models.Index(fields=["queued_at"], name="message_overdue", condition=Q(status__in=UNSENT)),
            models.Index(fields=["about", "created_at"], name="message_about"),
            models.Index(fields=["lease_token"], name="message_held", condition=Q(status=Status.LEASED)),
        ]
        constraints = [
            models.CheckConstraint(name="message_status_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(name="message_purpose_known", condition=Q(purpose__in=Purpose.values)),
            models.CheckConstraint(
                name="message_leased_with_token_and_end",
                condition=Q(status=Status.LEASED, lease_token__isnull=False, lease_until__isnull=False)
                | Q(~Q(status=Status.LEASED), lease_token=None, lease_until=None),
            ),
            models.CheckConstraint(
                name="message_sent_with_its_time",
                condition=Q(status=Status.SENT, sent_at__isnull=False) | Q(~Q(status=Status.SENT), sent_at=None),
            ),
            models.CheckConstraint(
                name="message_keeps_its_bytes_until_done",
                condition=Q(raw__isnull=False) | Q(purpose=Purpose.ACCOUNT, status__in=(Status.SENT, Status.DEAD)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.pk}"


class ChannelQuerySet(models.QuerySet["Channel"]):
    def paused(self) -> Self:
        return self.filter(paused_until__gt=DatabaseNow())


class Channel(models.Model):
    """The way out. It pauses as a whole when the relay refuses us, and no mail is blamed for that."""

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "name", "paused_until", "last_code")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=20, unique=True)
    paused_until = models.DateTimeField(null=True)
    last_code = models.CharField(max_length=40, blank=True)

    objects = ChannelQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> Self:
        return self.filter(cleared_at=None).order_by("raised_at")


class Alert(models.Model):
    """Something about mail that a person must look at; shown to those who run the system until cleared."""

    class Event(models.TextChoices):
        DEAD = "mail.dead", _("A mail could not be delivered")
        PAUSED = "mail.paused", _("The mail server refuses our mail")

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "event", "about", "code", "raised_at", "cleared_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.CharField(max_length=20, choices=Event.choices)
    about = models.UUIDField()
    code = models.CharField(max_length=40, blank=True)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="alert_once_while_open", fields=["event", "about"], condition=Q(cleared_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.about}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unseen_of(self, user_id: uuid.UUID) -> Self:
        return self.filter(user=user_id, seen_at=None).order_by("-at")


class Notice(models.Model):
    """One line for one person inside the application: a code and what it is about, never words."""

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "user", "event", "kind", "subject", "at", "seen_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.UUIDField()
    event = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="notice_unseen", condition=Q(seen_at=None))]
        constraints = [
            models.UniqueConstraint(
                name="notice_once_until_seen",
                fields=["user", "event", "kind", "subject"],
                condition=Q(seen_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.kind} {self.subject}"
