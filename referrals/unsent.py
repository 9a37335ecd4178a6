"""What waits for a signature; part of ``models``."""

import uuid
from typing import ClassVar

from django.db import models

from screening.models import Screening
from vault.classification import Kind as Sealed
from vault.fields import EncryptedJSON
from youth.models import Youth


class Draft(models.Model):
    """The referral's fields as typed before the signature; gone once they are sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="+")
    screening = models.OneToOneField(Screening, on_delete=models.PROTECT, related_name="referral_draft")
    fields = EncryptedJSON(Sealed.RESTRICTED, default=dict)
    submission_key = models.UUIDField(default=uuid.uuid4)
    saved_at = models.DateTimeField()

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "screening", "submission_key", "saved_at")
