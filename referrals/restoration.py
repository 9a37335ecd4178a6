"""Restoration: who can help, what came of each offer, and the young person's own plan; part of ``models``."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models

from accounts.models import User
from referrals import choices
from referrals.content import WORDS
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText


class ProviderQuerySet(models.QuerySet["Provider"]):
    def offered(self) -> Self:
        return self.filter(is_active=True).order_by("kind", "name")


class Provider(models.Model):
    """Whom HART refers to (domain.md 1.6); loaded from data/providers.csv. One that is gone stays where it is named."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24, choices=choices.ServiceKind.choices)
    where = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    objects = ProviderQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "code", "name", "kind", "where", "is_active")

    class Meta:
        ordering = ("kind", "name")

    def __str__(self) -> str:
        return f"{self.name} ({self.where})"


class Service(models.Model):
    """One kind of help for one young person, from one provider or, where the need is not met, from none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(max_length=24, choices=choices.ServiceKind.choices)
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, related_name="services")
    standing = models.CharField(max_length=12, choices=choices.ServiceStanding.choices)  # of the last step
    opened_at = models.DateTimeField()
    submission_key = models.UUIDField(unique=True)

    clear_fields: ClassVar[tuple[str, ...]] = (
        *("id", "referral", "kind", "provider", "standing", "opened_at", "submission_key"),
    )

    class Meta:
        ordering = ("opened_at", "id")


class ServiceStep(models.Model):
    """What came of it on which day, and in whose words; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()  # 1 for the first
    standing = models.CharField(max_length=12, choices=choices.ServiceStanding.choices)
    on = models.DateField()
    words = EncryptedText(Sealed.NARRATIVE, max_length=WORDS)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "service", "number", "standing", "on", "by", "at")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="service_steps_in_order"),
        ]
        triggers = [pgtrigger.Protect(name="service_steps_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.service.referral.key_owner


class SafetyPlan(models.Model):
    """The young person's own steps, in their words; each change is a plan of its own, the referral holds the newest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="safety_plans")
    number = models.PositiveSmallIntegerField()  # 1 for the first
    signs = EncryptedText(Sealed.NARRATIVE, max_length=WORDS)
    steps = EncryptedText(Sealed.NARRATIVE, max_length=WORDS)
    people = EncryptedText(Sealed.NARRATIVE, max_length=WORDS)
    places = EncryptedText(Sealed.NARRATIVE, max_length=WORDS)
    copy_is_safe = models.CharField(max_length=10, choices=choices.YesNoUnknown.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "referral", "number", "copy_is_safe", "by", "at")

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["referral", "number"], name="safety_plans_in_order")]
        triggers = [pgtrigger.Protect(name="safety_plans_stand", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.referral.key_owner
