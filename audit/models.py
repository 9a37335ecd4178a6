"""The trail: append-only, gapless, chained. Rows are written by the SQL function ``audit_append`` alone."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from audit.trail import SEALED_FOR
from vault import system


class EntryQuerySet(models.QuerySet["Entry"]):
    def about_youth(self, youth: uuid.UUID) -> Self:
        return self.filter(youth=youth).order_by("-seq")

    def about_subject(self, kind: str, subject: uuid.UUID) -> Self:
        return self.filter(kind=kind, subject=subject).order_by("-seq")

    def newest_first(self) -> Self:
        return self.order_by("-seq")

    def length(self) -> int:
        """How many rows there are: the trail has no gaps, so nothing is counted."""
        newest = self.newest_first().first()
        return newest.seq if newest else 0


class Entry(models.Model):
    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    system = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=60)
    kind = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    youth = models.UUIDField(null=True)
    ids = ArrayField(models.UUIDField())  # what a list showed; never searched
    facts = models.JSONField()
    sealed = models.BinaryField(null=True)
    request_id = models.CharField(max_length=60, blank=True)
    prev_hash = models.BinaryField()
    hash = models.BinaryField()

    objects = EntryQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = (
        "seq", "at", "actor", "system", "action", "kind", "subject", "youth", "ids", "facts", "sealed", "request_id",
        "prev_hash", "hash",
    )  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["youth", "-seq"], name="entry_youth"),
            models.Index(fields=["actor", "-seq"], name="entry_actor"),
            models.Index(fields=["subject", "-seq"], name="entry_subject"),
        ]
        triggers = [
            pgtrigger.Protect(name="trail_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="trail_is_never_emptied",
                operation=pgtrigger.Truncate,
                when=pgtrigger.Before,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'the trail is never emptied';",
            ),
        ]

    def sealed_words(self) -> str:
        """Raises DamagedData."""
        return system.open(bytes(self.sealed), SEALED_FOR) if self.sealed else ""
