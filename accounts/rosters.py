"""Who covers which office, who is away, who is on call; part of ``models``."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q


class CoverQuerySet(models.QuerySet["Cover"]):
    def by_liaison(self, user: models.Model) -> Self:
        """The offices this person works, as their liaison or as the backup."""
        return self.filter(Q(liaison=user) | Q(backup=user))


class Cover(models.Model):
    """A liaison covers an office; of several, the lower rank is asked first."""

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "liaison", "office", "backup", "rank")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    liaison = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="covers")
    office = models.ForeignKey("accounts.Office", on_delete=models.PROTECT, related_name="covers")
    backup = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="backs_up"
    )
    rank = models.PositiveSmallIntegerField(default=1)

    objects = CoverQuerySet.as_manager()

    class Meta:
        ordering = ("rank", "liaison__name", "id")
        constraints = [
            models.UniqueConstraint(name="cover_once_a_liaison_and_office", fields=["liaison", "office"]),
            models.CheckConstraint(name="cover_backup_is_another", condition=Q(backup=None) | ~Q(backup=F("liaison"))),
        ]


class Absence(models.Model):
    """From the start up to, not including, the end."""

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "user", "starts_at", "ends_at")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at",)
        indexes = [models.Index(fields=["user", "ends_at"])]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at")))
        ]


class OnCallShiftQuerySet(models.QuerySet["OnCallShift"]):
    def at(self, at: datetime) -> Self:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class OnCallShift(models.Model):
    """Who answers the phone now. Shifts may overlap: the one that began last is asked first."""

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "user", "phone", "starts_at", "ends_at")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="on_call_shifts")
    phone = models.CharField(max_length=32)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OnCallShiftQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "id")
        indexes = [models.Index(fields=["ends_at"])]
        constraints = [
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="shift_has_a_phone", condition=~Q(phone="")),
        ]
