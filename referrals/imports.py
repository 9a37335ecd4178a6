"""HART's open spreadsheet on its way into the queue; part of ``models``."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models

from accounts.models import User
from vault.classification import Kind
from vault.fields import EncryptedJSON

KEPT = dt.timedelta(hours=24)


class ImportedFileQuerySet(models.QuerySet["ImportedFile"]):
    def visible_to(self, user: User) -> Self:
        """One's own alone: the lines are people whom not every lead may know yet."""
        return self.filter(by=user)

    def stale(self, now: dt.datetime) -> Self:
        return self.filter(at__lte=now - KEPT)


class ImportedFile(models.Model):
    """Its lines under a key of their own, for a day at most: what was taken in stands in referrals from then on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    taken = models.PositiveIntegerField(default=0)  # lines that became referrals, or joined one
    lines = EncryptedJSON(Kind.NARRATIVE, default=list)  # heading -> words; once it is taken, those that came back

    objects = ImportedFileQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "by", "at", "taken_at", "taken")

    class Meta:
        ordering = ("-at",)
