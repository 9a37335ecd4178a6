"""What is known from earlier."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from youth.models.profiles import Youth


class FindingQuerySet(models.QuerySet["Finding"]):
    def in_force(self, on: dt.date) -> Self:
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=on), on__lte=on, ended_at=None)


class Finding(models.Model):
    """What later screenings must know of: what HART determined ("no concern" leaves none) or a signed one found."""

    class Kind(models.TextChoices):
        AT_RISK = "at_risk", gettext_lazy("HART determined: at risk")
        SUSPECTED = "suspected", gettext_lazy("HART determined: suspected, facing high risk")
        CONFIRMED = "confirmed", gettext_lazy("HART determined: confirmed")
        EVIDENCED = "evidenced", gettext_lazy("Signed screening: exploitation told or evidenced")
        REPORTED = "reported", gettext_lazy("Known, and reported")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="findings")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    about = models.CharField(max_length=10, blank=True)  # of what was reported: the indicator's code
    on = models.DateField()
    reference = models.CharField(max_length=40)
    expires_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)  # a later determination of the same reference took its place

    objects = FindingQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id",
        "youth",
        "kind",
        "about",
        "on",
        "reference",
        "expires_on",
        "ended_at",
    )

    class Meta:
        ordering = ("-on", "id")
        constraints = [
            models.UniqueConstraint(
                name="finding_once_a_reference", fields=["youth", "reference", "kind", "about", "on"]
            ),
            models.CheckConstraint(
                name="finding_expires_after_it_was_made",
                condition=Q(expires_on=None) | Q(expires_on__gte=F("on")),
            ),
        ]

    @property
    def means_exploitation(self) -> bool:
        return self.kind in (self.Kind.SUSPECTED, self.Kind.CONFIRMED, self.Kind.EVIDENCED)

    @property
    def is_determination(self) -> bool:
        """HART's own; the other kinds come from a screening."""
        return self.kind not in (self.Kind.EVIDENCED, self.Kind.REPORTED)
