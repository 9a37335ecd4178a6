"""What an ended session leaves behind: whose it was, and what was on its way when it ended."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from accounts.models import User
from vault.classification import Kind
from vault.fields import EncryptedText


class EndedSession(models.Model):
    """Lets a form that arrives after the end be bound to the person who filled it in."""

    key_hash = models.BinaryField(primary_key=True, max_length=32)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    ended_at = models.DateTimeField()

    clear_fields: ClassVar[tuple[str, ...]] = ("key_hash", "user", "ended_at")


class KeptPostQuerySet(models.QuerySet["KeptPost"]):
    def offered_to(self, user: User, now: datetime) -> Self:
        return self.filter(user=user, kept_at__gt=now - settings.KEPT_POST_LIFE)

    def stale(self, now: datetime) -> Self:
        return self.filter(kept_at__lte=now - settings.KEPT_POST_LIFE)


class KeptPost(models.Model):
    """A form that arrived after its session had ended; offered back to the same person for 30 minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    path = models.CharField(max_length=400)
    body = EncryptedText(Kind.RESTRICTED)
    kept_at = models.DateTimeField()

    objects = KeptPostQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = None
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "user", "path", "kept_at")


LONGEST_SESSION = timedelta(seconds=settings.SESSION_COOKIE_AGE)
