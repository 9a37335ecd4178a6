"""A referral that went from one office of HART to another; part of ``models``."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.models import Office


class Transfer(models.Model):
    """Stands beside its step, which says why; never changed. The office it left goes on reading it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.OneToOneField("referrals.Step", on_delete=models.PROTECT, related_name="transfer")
    from_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "step", "from_office", "to_office")

    class Meta:
        triggers = [pgtrigger.Protect(name="transfers_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.from_office} → {self.to_office}"
