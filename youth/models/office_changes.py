"""A young person who moved to another office."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.models import Office, User
from vault.classification import Kind as Sealed
from vault.fields import EncryptedDate
from youth import choices
from youth.models.profiles import Youth


class OfficeChange(models.Model):
    """From which day on which office is theirs; kept, and never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="office_changes")
    from_office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    from_day = EncryptedDate(Sealed.NARRATIVE)
    because = models.CharField(max_length=16, choices=choices.MovedBecause.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "from_office", "to_office", "because", "by", "at")

    class Meta:
        ordering = ("-at",)
        triggers = [pgtrigger.Protect(name="office_change_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
