"""Whose draft it is: whoever started it, until it is handed on; part of ``models``."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models import User


def written_by(*people: User | uuid.UUID) -> Q:
    """One owner at a time: the last person it was handed to, or else whoever started it."""
    return Q(handed_to__in=people) | Q(handed_to=None, started_by__in=people)


class Handing(models.Model):
    """A draft went from one person to another; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.ForeignKey("screening.Screening", on_delete=models.PROTECT, related_name="handings")
    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # whose it was
    receiver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # the giver, or who answers for the unit
    at = models.DateTimeField()

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "screening", "giver", "receiver", "by", "at")

    class Meta:
        ordering = ("at",)
        triggers = [pgtrigger.Protect(name="handing_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
