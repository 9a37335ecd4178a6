"""Tags of HART, and views that somebody kept; part of ``models``."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText

NAME = 40


class TagQuerySet(models.QuerySet["Tag"]):
    def offered(self) -> Self:
        return self.filter(retired_at=None)


class Tag(models.Model):
    """A word HART's lead has put on the list. Sealed, for whoever makes one may write a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = EncryptedText(Sealed.NARRATIVE, max_length=NAME)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)  # no longer offered; where it was put it stays

    objects = TagQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = None
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "made_by", "made_at", "retired_at")


class Tagging(models.Model):
    """Which referral has which tag now; the trail knows who put it there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "referral", "tag", "by", "at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "tag"], name="tag_once_a_referral")]


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> Self:
        """One's own, and what a lead shares."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).order_by("made_at")


class SavedView(models.Model):
    """A view of the queue with its filters and its order, under a name."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="saved_views")
    name = EncryptedText(Sealed.NARRATIVE, max_length=NAME)
    view = models.CharField(max_length=20)  # of desks.VIEWS
    query = models.CharField(max_length=500, blank=True)  # codes and days alone, as in the address
    is_shared = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = None
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "owner", "view", "query", "is_shared", "made_at")

    class Meta:
        indexes = [models.Index(fields=["owner"], name="saved_view_of")]
