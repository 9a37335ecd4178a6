"""An instrument version as it was published."""

import uuid
from functools import cached_property
from typing import ClassVar

import pgtrigger
from django.db import models

from screening.instrument import Instrument

SHEET_HASH = 6  # letters of the SHA-256 in the code on a sheet
_read: dict[str, Instrument] = {}  # by SHA-256: a published version never changes


def instrument_of(sha256: str) -> Instrument:
    """Of a published version; asked of the database once a process."""
    return _read.get(sha256) or InstrumentVersion.objects.get(sha256=sha256).instrument


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def newest(self) -> "InstrumentVersion":
        return self.order_by("-published_at").select_related(None)[0]

    def on_sheet(self, code: str) -> "InstrumentVersion | None":
        """By the code at the foot of a sheet, however it was typed."""
        typed = "".join(code.upper().split())
        found = self.filter(sha256__istartswith=typed.rpartition("-")[2][:SHEET_HASH])
        return next((version for version in found if version.sheet_code == typed), None)


class InstrumentVersion(models.Model):
    """The truth about a version (foundations: the case, 5): the file it came from is only its first source."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=60)
    version = models.CharField(max_length=30)
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    published_at = models.DateTimeField()

    objects = InstrumentVersionQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "code", "version", "canonical", "sha256", "published_at")

    class Meta:
        ordering = ("-published_at",)
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="instrument_version_once")]
        triggers = [pgtrigger.Protect(name="published_is_immutable", operation=pgtrigger.Update | pgtrigger.Delete)]

    @property
    def sheet_code(self) -> str:
        """Names the exact wording on paper: the version, and the beginning of its SHA-256."""
        return f"{self.version}-{self.sha256[:SHEET_HASH]}".upper()

    @cached_property
    def instrument(self) -> Instrument:
        if self.sha256 not in _read:
            _read[self.sha256] = Instrument.from_canonical(self.canonical)
        return _read[self.sha256]
