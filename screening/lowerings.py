"""A level lowered after the signature: a row of its own that overwrites nothing (foundations: the case, 3)."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission, grants
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth.models import Access, Youth

SIGNED = "signed"


class LoweringQuerySet(models.QuerySet["Lowering"]):
    def visible_to(self, user: User) -> Self:
        """With the young person, as long as the screening stands: one that was entered in error takes its own along."""
        standing = self.filter(screening__status=SIGNED)
        return standing.filter(Exists(Access.objects.open_to(user).filter(youth=OuterRef("youth"))))

    def open(self) -> Self:
        return self.filter(settled_at=None).order_by("asked_at")

    def granted(self) -> Self:
        """The last one first: each is lower than the one before."""
        return self.filter(is_granted=True).order_by("-settled_at")

    def to_settle_by(self, user: User) -> Self:
        """Another supervisor, or HART: neither whoever asks nor whoever signed (domain.md 3.2)."""
        if not grants(user, Permission.LOWER_LEVEL):
            return self.none()
        return self.visible_to(user).open().exclude(asked_by=user).exclude(screening__signed_by=user)

    def with_people(self) -> Self:
        return self.select_related("youth", "asked_by", "settled_by", "screening__signed_by")


class Lowering(models.Model):
    """Asked for by one person and answered by another; where somebody lowers by themselves, both are one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="+")
    screening = models.ForeignKey("screening.Screening", on_delete=models.PROTECT, related_name="lowerings")
    level_before = models.CharField(max_length=1)  # in force when it was asked for
    level = models.CharField(max_length=1)
    reason = EncryptedText(Sealed.NARRATIVE, max_length=2_000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    why = EncryptedText(Sealed.NARRATIVE, max_length=2_000)  # so decided; empty where it was nobody's request
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = LoweringQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "youth", "screening", "level_before", "level", "asked_by", "asked_at", "is_granted", "settled_by",
        "settled_at",
    )  # fmt: skip

    class Meta:
        ordering = ("-settled_at", "-asked_at")
        constraints = [
            models.CheckConstraint(
                name="lowering_is_lower",
                condition=Q(level_before__in=["2", "3", "4"], level__in=["1", "2", "3"], level__lt=F("level_before")),
            ),
            models.CheckConstraint(
                name="lowering_settled_at_by_and_how_together",
                condition=Q(settled_at=None, settled_by=None, is_granted=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, is_granted__isnull=False),
            ),
            models.CheckConstraint(
                name="lowering_is_refused_by_somebody_else",
                condition=Q(is_granted=None) | Q(is_granted=True) | ~Q(settled_by=F("asked_by")),
            ),
            models.UniqueConstraint(
                name="lowering_asked_once_a_screening", fields=["screening"], condition=Q(settled_at=None)
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="lowering_settled_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
            ),
            pgtrigger.Protect(name="lowering_is_never_deleted", operation=pgtrigger.Delete),
        ]
