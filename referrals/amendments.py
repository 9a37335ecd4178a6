"""What was corrected in a referral after it was sent; part of ``models``."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models

from vault.classification import Kind
from vault.fields import EncryptedJSON

# What can be corrected; reports, wishes and what somebody was told have pages of their own.
AMENDABLE = (
    "safe_tonight", "whereabouts", "safe_contact", "whom_not_to_call", "others_at_risk", "concern_type", "what_seen",
    "how_known", "earlier_harm", "action_taken", "venue", "recruitment", "exploiter_relation", "exploiter_age",
    "exploiter_name", "exploiter_phone", "exploiter_handle", "exploiter_vehicle", "callback_phone", "callback_time",
)  # fmt: skip


class Amendment(models.Model):
    """Stands beside its step, which says why: of each field what stood there and what stands there now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.OneToOneField("referrals.Step", on_delete=models.PROTECT, related_name="amendment")
    changes = EncryptedJSON(Kind.IDENTITY, default=dict)  # field -> [old, new]

    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "step")

    class Meta:
        triggers = [pgtrigger.Protect(name="amendments_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.step.key_owner
