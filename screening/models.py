"""The screenings, each with the version it was taken with."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Permission, grants
from screening.choices import Level as Level
from screening.choices import Trigger as Trigger
from screening.handings import Handing as Handing
from screening.handings import written_by
from screening.instrument import Instrument
from screening.lowerings import Lowering as Lowering
from screening.triggers import SIGNED_AND_CHANGED, SignedWithScreening
from screening.versions import InstrumentVersion
from screening.voiced import Addition as Addition
from screening.voiced import TheirVoice
from vault.classification import Kind
from vault.fields import EncryptedDate, EncryptedJSON, EncryptedText
from youth.models import Access, Youth

AUTOSAVE_TRAIL = timedelta(minutes=15)  # of the autosaves of one section by one person only the first writes a row


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def visible_to(self, user: User) -> Self:
        """A draft belongs to the person who writes it; what is signed goes with the young person."""
        reachable = self.filter(Exists(Access.objects.open_to(user).filter(youth=OuterRef("youth"))))
        own = written_by(user) if grants(user, Permission.SCREEN) else Q(pk__in=[])
        return reachable.filter(own | ~Q(status=Screening.Status.DRAFT))

    def owned_by(self, user: User) -> Self:
        return self.filter(written_by(user))

    def drafts_of(self, *people: User | uuid.UUID) -> Self:
        return self.filter(written_by(*people), status=Screening.Status.DRAFT).order_by("started_at")

    def under_way(self, youths: Iterable[uuid.UUID], *, since: datetime) -> Self:
        """Drafts, whoever's, and what was signed since: who has it and from when, and none of what it says."""
        who_has_it = ("started_by", "handed_to", "signed_by")
        told = ("status", "youth_id", "started_at", "signed_at", *who_has_it)
        people = [f"{who}__{name}" for who in who_has_it for name in ("name", "email")]
        wanted = self.filter(Q(status=Screening.Status.DRAFT) | Q(status=Screening.Status.SIGNED, signed_at__gte=since))
        newest = wanted.filter(youth__in=youths).order_by("-started_at")
        return newest.select_related(*who_has_it).only(*told, *people)

    def standing(self) -> Self:
        """Without what was entered in error."""
        return self.exclude(status=Screening.Status.VOID)

    def signed(self) -> Self:
        return self.filter(status=Screening.Status.SIGNED).order_by("-signed_at")

    def before(self, screening: "Screening") -> Self:
        """The signed ones before it, the last one first. What was entered in error is none of them."""
        earlier = self.signed().filter(youth=screening.youth_id).exclude(pk=screening.pk)
        return earlier.filter(signed_at__lt=screening.signed_at) if screening.signed_at else earlier

    def with_record(self) -> Self:
        people = ("started_by", "handed_to", "raised_by")
        return self.with_version().select_related("youth", *people).prefetch_related("sections", "sources")

    def with_lowering(self) -> Self:
        """To what the level was lowered since the signature, and by whom, in the same statement."""
        last = Lowering.objects.granted().filter(screening=OuterRef("pk"))
        name = Coalesce(NullIf("settled_by__name", Value("")), "settled_by__email", output_field=models.CharField())
        return self.annotate(
            lowered_to=Subquery(last.values("level")[:1]),
            lowered_by=Subquery(last.values(shown=name)[:1]),
            lowering_pk=Subquery(last.values("pk")[:1]),
        )

    def for_list(self) -> Self:
        """Of whom, from when, with which version and where it was left."""
        told = ("youth__legal_first", "youth__legal_last", "version__sha256", "started_at", "last_section")
        return self.select_related("youth", "version").only(*told)

    def held(self) -> Self:
        """For a change, until the transaction ends."""
        return self.with_version().select_for_update(of=("self",)).annotate(is_held=Value(True))

    def with_version(self) -> Self:
        """Without the version's text: what it says is read once a process, and it is long."""
        return self.select_related("version").defer("version__canonical")


class Screening(TheirVoice):
    """One screening of one young person, with the version it was taken with."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")
        VOID = "void", _("Entered in error")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="screenings")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    trigger = models.CharField(max_length=20, choices=Trigger.choices, blank=True)
    gates = EncryptedJSON(Kind.NARRATIVE, default=dict)  # G1 to G5 and G7
    foreign_national = EncryptedText(Kind.RESTRICTED, max_length=10)  # G6
    started_because = EncryptedText(Kind.NARRATIVE, max_length=2_000)  # although something was in hand already
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    captured = EncryptedText(Kind.NARRATIVE, max_length=10_000)  # written down on the way, before the questions
    handed_to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # since then theirs
    interviewed_at = models.DateTimeField(null=True)  # of one taken on paper; the other times are of the entry
    saved_at = models.DateTimeField()
    last_section = models.CharField(max_length=10, blank=True)
    last_field = models.CharField(max_length=60, blank=True)
    news = EncryptedText(Kind.NARRATIVE, max_length=10_000)  # what is new since the screening before
    told_me_at = models.DateTimeField(null=True)
    told_me_words = EncryptedText(Kind.NARRATIVE, max_length=10_000)
    computed_level = models.CharField(max_length=1, choices=Level.choices, blank=True)
    raised_to = models.CharField(max_length=1, choices=Level.choices, blank=True)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    raise_reason = EncryptedText(Kind.NARRATIVE, max_length=2_000)
    level = models.CharField(max_length=1, choices=Level.choices, blank=True)
    historic = models.BooleanField(default=False)
    exploitation_history = models.BooleanField(null=True)  # as it was at signing, like the next
    caregivers_implicated = models.BooleanField(null=True)
    not_known = ArrayField(models.CharField(max_length=30), null=True)  # codes, as signed; null before it was kept
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    moved_from = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="moved_to")

    is_held = False  # true of what ``held`` found
    lowered_to: str | None = None  # like the next two of what ``with_lowering`` found
    lowered_by: str | None = None
    lowering_pk: uuid.UUID | None = None
    objects = ScreeningQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "youth", "version", "status", "trigger", "started_by", "started_at", "interviewed_at", "saved_at",
        "handed_to", "last_section", "last_field", "told_me_at", "computed_level", "raised_to", "raised_by", "level",
        "historic", "exploitation_history", "caregivers_implicated", "not_known", "signed_at", "signed_by",
        "moved_from",
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["signed_at"], name="screening_signed", condition=Q(status="signed"))]
        constraints = [
            models.CheckConstraint(
                name="screening_signed_at_by_level_together",
                condition=Q(status="draft", signed_at=None, signed_by=None, level="", computed_level="")
                | Q(status__in=["signed", "void"], signed_at__isnull=False, signed_by__isnull=False)
                & ~Q(level="")
                & ~Q(computed_level=""),
            ),
            models.CheckConstraint(
                name="screening_interviewed_before_it_was_signed",
                condition=Q(interviewed_at=None) | Q(signed_at=None) | Q(interviewed_at__lte=F("signed_at")),
            ),
            models.UniqueConstraint(
                "youth",
                Coalesce("handed_to", "started_by"),
                condition=Q(status="draft", moved_from=None),  # a copy is one only while it is being written
                name="one_draft_each_per_youth",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(SIGNED_AND_CHANGED),
            ),
            pgtrigger.Protect(
                name="void_stays_void", operation=pgtrigger.Update, condition=pgtrigger.Q(old__status="void")
            ),
            pgtrigger.Protect(
                name="signed_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=["signed", "void"]),
            ),
        ]

    @property
    def instrument(self) -> Instrument:
        return self.version.instrument

    @property
    def owner(self) -> User:
        """Whose it is while it is a draft."""
        return self.handed_to or self.started_by

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def entries(self) -> dict[str, dict[str, Any]]:
        """Over all sections."""
        return {code: entry for section in self.sections.all() for code, entry in section.entries.items()}

    @property
    def is_void(self) -> bool:
        return self.status == self.Status.VOID

    def answers(self) -> dict[str, str]:
        """Indicator code to answer; an indicator nobody answered is not in it."""
        return {code: entry["answer"] for code, entry in self.entries().items() if entry.get("answer")}

    def linked(self) -> dict[str, dict[str, str]]:
        """What was reported before and is only said again: indicator code to its reference and day."""
        return {code: entry["linked"] for code, entry in self.entries().items() if entry.get("linked")}

    def sources_taken_over(self) -> set[str]:
        """Those that only stand behind answers of the screening before, taken over or linked with a report."""
        old, new = set[str](), set[str]()
        for entry in self.entries().values():
            is_old = entry.get("swept") == "before" or entry.get("linked")
            (old if is_old else new).update(entry.get("sources", []))
        return old - new

    def all_gates(self) -> dict[str, str]:
        foreign = {"G6": self.foreign_national} if self.foreign_national else {}
        return {**self.gates, **foreign}

    def days_old(self, now: datetime) -> int:
        return (now - self.started_at).days


class Source(models.Model):
    """Where information comes from: entered once, attached to any answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="sources")
    source_type = models.CharField(max_length=30)
    information_date = EncryptedDate(Kind.NARRATIVE)
    who = EncryptedText(Kind.IDENTITY, max_length=200)
    added_at = models.DateTimeField()

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "screening", "source_type", "added_at")

    class Meta:
        ordering = ("added_at", "id")
        triggers = [SignedWithScreening(name="source_is_signed_with_screening")]

    @property
    def youth_id(self) -> uuid.UUID:
        return self.screening.youth_id

    sealed_by: ClassVar[str | None] = "youth_id"


class SectionAnswers(models.Model):
    """The answers to one domain: code -> {answer, sources, note, swept, linked}; restricted items lie apart."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, related_name="sections")
    code = models.CharField(max_length=10)
    open_items = EncryptedJSON(Kind.NARRATIVE, default=dict)
    restricted_items = EncryptedJSON(Kind.RESTRICTED, default=dict)
    number_of_saves = models.PositiveIntegerField(default=0)  # a tab that saw fewer is stale
    saved_at = models.DateTimeField()
    recorded_at = models.DateTimeField()  # of the last row in the trail

    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "screening", "code", "number_of_saves", "saved_at", "recorded_at",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["screening", "code"], name="section_once_a_screening")]
        triggers = [SignedWithScreening(name="section_is_signed_with_screening")]

    @property
    def youth_id(self) -> uuid.UUID:
        return self.screening.youth_id

    sealed_by: ClassVar[str | None] = "youth_id"

    @property
    def entries(self) -> dict[str, dict[str, Any]]:
        return {**self.open_items, **self.restricted_items}

    def due_in_trail(self, now: datetime) -> bool:
        return self.number_of_saves == 0 or now - self.recorded_at > AUTOSAVE_TRAIL
