"""Figures that were frozen, and what left the house with them."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from accounts.permissions import Permission, grants
from reports.periods import Period
from vault.classification import Kind
from vault.fields import EncryptedText

KEPT = dt.timedelta(days=7)
LINE = 200


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: User, now: dt.datetime) -> Self:
        """Of a unit only to whoever leads it, and to HART's leads: nothing of it is published."""
        if grants(user, Permission.LEAD_HART):
            return self
        return self.filter(Q(unit=None) | Q(unit__in=Unit.objects.led_by(user, now)))


class Run(models.Model):
    """One definition over one period, counted once. It keeps its numbers and the ids behind each; neither changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    definition = models.SlugField()
    version = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)  # the whole year without either
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")  # whose alone it is
    figures = models.JSONField()  # code of a measure -> its lines: key, label, part, whole, seconds
    ids = models.JSONField()  # the same -> key -> ids of rows, which say nothing by themselves
    evidence = models.JSONField(default=list)  # of each missing episode the moments, where the report lists them
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # null: by the clock

    objects = RunQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "definition", "version", "year", "quarter", "month", "unit", "figures", "ids", "evidence", "digest",
        "made_at", "made_by",
    )  # fmt: skip

    class Meta:
        ordering = ("-made_at",)
        triggers = [pgtrigger.Protect(name="run_is_frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def get_absolute_url(self) -> str:
        return reverse("reports:run", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period(self.year, self.quarter, self.month)

    @property
    def is_whole(self) -> bool:
        """Whether it is what was frozen."""
        return self.digest == self.compute_digest()

    def compute_digest(self) -> str:
        """SHA-256 over what was counted, of what, by which definition."""
        what: dict[str, Any] = {
            name: getattr(self, name) for name in ("definition", "version", "year", "quarter", "figures", "ids")
        }
        later = {"evidence": self.evidence, "month": self.month, "unit": self.unit_id and str(self.unit_id)}
        what |= {name: value for name, value in later.items() if value}  # a run of before has none of them
        return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


class ExportQuerySet(models.QuerySet["Export"]):
    def stale(self, now: dt.datetime) -> Self:
        return self.filter(made_at__lte=now - KEPT, content__isnull=False)

    def for_list(self) -> Self:
        """Without the file itself; whether it is still there is ``is_there``."""
        there = Case(When(content__isnull=False, then=True), default=False)
        return self.select_related("made_by").defer("content").annotate(is_there=there)


class Export(models.Model):
    """A file for somebody outside, and the line of the disclosure register that says to whom and by which authority."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV")
        XLSX = "xlsx", _("Excel (XLSX)")
        PDF = "pdf", _("PDF")

    class Authority(models.TextChoices):
        PROSECUTORS = "51-286h", _("CGS 51-286h: yearly, to the Trafficking in Persons Council")
        TITLE_IV_E = "title-iv-e", _("Title IV-E: yearly totals to HHS")
        LEGISLATURE = "legislature", _("The legislature or the Governor asks")
        COMMISSIONER = "commissioner", _("DCF's Commissioner")
        AUDITORS = "auditors", _("Auditors of Public Accounts")
        OTHER = "other", _("Another authority, named in the purpose")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="exports")
    format = models.CharField(max_length=8, choices=Format.choices)
    authority = models.CharField(max_length=16, choices=Authority.choices)
    recipient = models.CharField(max_length=LINE)  # an office and a name of its staff: kept for good
    purpose = models.CharField(max_length=LINE)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)  # the last time that it could not be made; it is tried again
    content = EncryptedText(Kind.NARRATIVE, max_length=20_000_000)  # base64; gone after seven days
    lines = models.PositiveIntegerField(default=0)

    objects = ExportQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "id"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "run", "format", "authority", "recipient", "purpose", "made_by", "made_at", "ready_at",
        "failed_at", "lines",
    )  # fmt: skip

    class Meta:
        ordering = ("-made_at",)
        triggers = [pgtrigger.Protect(name="register_is_kept", operation=pgtrigger.Delete)]
