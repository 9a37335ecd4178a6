"""A search that met somebody outside the searcher's scope: HART is asked, the searcher is told nothing."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission, grants
from vault.classification import Kind as Sealed
from vault.fields import EncryptedJSON
from youth.models.profiles import Youth


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: User) -> Self:
        """What concerns a sealed record is HART's lead's alone."""
        seen = self.filter(youth__in=Youth.objects.visible_to(user))
        return seen if grants(user, Permission.LEAD_HART) else seen.filter(youth__sealed_at=None)

    def with_people(self) -> Self:
        return self.select_related("youth__town", "youth__office", "searcher__office")

    def open(self) -> Self:
        return self.filter(settled_at=None).order_by("proposed_at")


class Match(models.Model):
    """Proposed by the system, settled by a person; the words searched for are sealed and then wiped."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="matches")
    searcher = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    terms = EncryptedJSON(Sealed.IDENTITY, default=dict)
    proposed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    is_same = models.BooleanField(null=True)

    objects = MatchQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = None
    clear_fields: ClassVar[tuple[str, ...]] = (
        *("id", "youth", "searcher", "proposed_at", "settled_at", "settled_by", "is_same"),
    )

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                name="match_once_while_open", fields=["youth", "searcher"], condition=Q(settled_at=None)
            ),
            models.CheckConstraint(
                name="match_settled_at_by_and_how_together",
                condition=Q(settled_at=None, settled_by=None, is_same=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, is_same__isnull=False),
            ),
        ]
