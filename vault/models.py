"""The key store: a database of its own, with short-lived backups of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """One young person's key, wrapped by the ring. Destroying it is what makes an old backup unreadable."""

    owner = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    key_id = models.CharField(max_length=40)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    clear_fields: ClassVar[tuple[str, ...]] = ("owner", "wrapped", "key_id", "created_at", "destroyed_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_key_is_wrapped_or_destroyed",
                condition=Q(wrapped__isnull=False, destroyed_at=None) | Q(wrapped=None, destroyed_at__isnull=False),
            )
        ]
