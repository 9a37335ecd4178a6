"""A question that HART answered by phone, with the advice that was given; part of ``models``."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Office, User
from referrals.content import LINE, WORDS
from vault.classification import Kind
from vault.fields import EncryptedText
from youth.models import Access, Youth


class PhoneConsultationQuerySet(models.QuerySet["PhoneConsultation"]):
    def visible_to(self, user: User) -> Self:
        """Whoever asked, whoever answered, HART of the office and of the central one.

        About somebody known, only who may see them.
        """
        access = Access.objects.open_to(user).filter(youth=OuterRef("youth"))
        theirs = Q(asker=user) | Q(by=user) | Q(office__in=user.offices_to_match)
        found = self if user.works_every_office else self.filter(theirs)
        return found.filter(Q(youth=None) | Exists(access))

    def with_people(self) -> Self:
        return self.select_related("youth", "asker", "by", "office", "referral")


class PhoneConsultation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # of the press that logged it, too
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, null=True, related_name="phone_consultations")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")  # of whoever asked
    asker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="consultations_asked")
    asker_outside = EncryptedText(Kind.IDENTITY, max_length=LINE)
    age = models.PositiveSmallIntegerField(null=True)
    question = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    advice = EncryptedText(Kind.NARRATIVE, max_length=WORDS)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, null=True, related_name="consultations"
    )  # that was made of it

    objects = PhoneConsultationQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "office", "asker", "age", "at", "by", "referral")

    class Meta:
        ordering = ("-at", "-id")
        triggers = [pgtrigger.Protect(name="consultations_stay", operation=pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        """The young person's key, or one of its own where it is about nobody known."""
        return self.youth_id or self.id
