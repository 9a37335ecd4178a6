"""The way from a young person to a consultation that does not name them; part of ``models``."""

import uuid
from typing import ClassVar

from django.db import models

from screening.models import Screening
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth.models import Youth


class WithheldLink(models.Model):
    """Which consultation without identity a screening, or a call to refer now, led to.

    Sealed under the young person's key, so that the way leads from the person to the consultation and never back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="+")
    screening = models.OneToOneField(Screening, on_delete=models.PROTECT, null=True, related_name="withheld")
    consultation = EncryptedText(Sealed.IDENTITY, max_length=36)

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "screening")
