"""The profile of a young person."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Office, Town, User
from vault.classification import Kind as Sealed
from vault.fields import EncryptedDate, EncryptedJSON, EncryptedText
from youth import ages, choices
from youth.models.access import Access

NAME_LENGTH = 100
NUMBER_LENGTH = 40
PHONE_LENGTH = 40
WORDS_LENGTH = 2_000


class YouthQuerySet(models.QuerySet["Youth"]):
    def visible_to(self, user: User) -> Self:
        """Whom the user has a row of access to, in person or through an office they work for HART."""
        return self.filter(Exists(Access.objects.open_to(user).filter(youth=OuterRef("pk"))))

    def hidden_from(self, user: User) -> Self:
        """All the others: for the system alone, which looks beyond somebody's scope (foundations: requests, 14)."""
        return self.filter(~Exists(Access.objects.open_to(user).filter(youth=OuterRef("pk"))))

    def with_places(self) -> Self:
        return self.select_related("town", "office", "assigned_worker")

    def for_list(self) -> Self:
        """Who they are, how old, and until when in care."""
        return self.only("legal_first", "legal_last", "birth_date", "discharge_on")

    def with_names(self) -> Self:
        return self.prefetch_related("aliases")

    def locked(self) -> Self:
        """For a change: two at once are taken one after the other."""
        return self.select_for_update(of=("self",), no_key=True)


class Youth(models.Model):
    """Sealed with the young person's own data key, made before the row (``services.create_youth``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    legal_first = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)
    legal_last = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)
    chosen_name = EncryptedText(Sealed.RESTRICTED, max_length=NAME_LENGTH)
    who_may_know = EncryptedText(Sealed.RESTRICTED, max_length=WORDS_LENGTH)  # the chosen name
    birth_date = EncryptedDate(Sealed.IDENTITY)
    birth_known = models.CharField(
        max_length=10, choices=choices.BirthKnown.choices, default=choices.BirthKnown.UNKNOWN
    )
    gender = EncryptedText(Sealed.IDENTITY)
    race = EncryptedJSON(Sealed.IDENTITY, default=list)  # codes, several
    ethnicity = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)  # in their own words, several
    race_source = models.CharField(
        max_length=16, choices=choices.RaceSource.choices, default=choices.RaceSource.NOT_ASKED
    )
    language = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)
    needs_interpreter = models.CharField(
        max_length=8, choices=choices.YesNoUnknown.choices, default=choices.YesNoUnknown.UNKNOWN
    )
    case_number = EncryptedText(Sealed.IDENTITY, max_length=NUMBER_LENGTH)
    person_number = EncryptedText(Sealed.IDENTITY, max_length=NUMBER_LENGTH)
    dcf_status = models.CharField(max_length=24, choices=choices.DcfStatus.choices, blank=True)
    legal_status = models.CharField(max_length=24, choices=choices.LegalStatus.choices, blank=True)
    living_situation = models.CharField(max_length=16, choices=choices.LivingSituation.choices, blank=True)
    placement = EncryptedText(Sealed.IDENTITY, max_length=WORDS_LENGTH)
    discharge_on = EncryptedDate(Sealed.IDENTITY)  # the day they leave care, where one is planned
    safe_contact = EncryptedText(Sealed.IDENTITY, max_length=WORDS_LENGTH)
    town = models.ForeignKey(Town, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    out_of_state = models.BooleanField(default=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="youths")
    assigned_worker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="assigned_youths"
    )
    conflict = models.CharField(max_length=16, choices=choices.Conflict.choices, default=choices.Conflict.UNKNOWN)
    sealed_at = models.DateTimeField(null=True)  # since then only the people named in rows of access
    number_of_saves = models.PositiveIntegerField(default=1)  # a tab opened before the last one is stale
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = YouthQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "id"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "birth_known", "race_source", "needs_interpreter", "dcf_status", "legal_status",
        "living_situation", "town", "out_of_state", "office", "assigned_worker", "conflict", "sealed_at",
        "number_of_saves",
        "created_at", "created_by", "updated_at", "updated_by",
    )  # fmt: skip

    class Meta:
        verbose_name = gettext_lazy("young person")
        verbose_name_plural = gettext_lazy("young people")
        constraints = [
            models.CheckConstraint(
                name="youth_birth_date_unless_unknown",
                condition=Q(birth_known="unknown", birth_date__isnull=True)
                | Q(birth_known__in=["known", "estimated"], birth_date__isnull=False),
            ),
            models.CheckConstraint(
                name="youth_race_only_when_it_was_given",
                condition=~Q(race_source__in=["not_asked", "declined"]) | Q(race__isnull=True, ethnicity__isnull=True),
            ),
            models.CheckConstraint(
                name="youth_out_of_state_has_no_town", condition=Q(out_of_state=False) | Q(town=None)
            ),
            models.CheckConstraint(
                name="youth_who_may_know_goes_with_chosen_name",
                condition=Q(who_may_know__isnull=True) | Q(chosen_name__isnull=False),
            ),
            models.CheckConstraint(
                name="youth_sealed_because_of_a_conflict",
                condition=Q(sealed_at=None) | Q(conflict__in=choices.SEALING),
            ),
            models.CheckConstraint(name="youth_saved_at_least_once", condition=Q(number_of_saves__gte=1)),
        ]

    @property
    def display_name(self) -> str:
        """The legal name: a chosen one is shown only where its "who may know" stands beside it."""
        return " ".join(part for part in (self.legal_first, self.legal_last) if part) or _("Name not known")

    @property
    def initials(self) -> str:
        letters = [part[0].upper() + "." for part in (self.legal_first, self.legal_last) if part]
        return "".join(letters) or _("Name not known")

    @property
    def birth_words(self) -> str:
        """Of an estimated date the year alone: the day was reckoned from an age, and nobody has said it."""
        if not self.birth_date:
            return ""
        if self.birth_known == choices.BirthKnown.ESTIMATED:
            return _("about %(year)s, estimated") % {"year": self.birth_date.year}
        return date_format(self.birth_date, "M j, Y")

    def age_on(self, on: dt.date) -> int | None:
        return ages.age_on(self.birth_date, on) if self.birth_date else None

    def age_gate(self, on: dt.date) -> str:
        return ages.gate_of(self.age_on(on))


class Alias(models.Model):
    """Another name somebody uses for the young person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="aliases")
    name = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth")

    class Meta:
        verbose_name_plural = "aliases"


class Caregiver(models.Model):
    """Somebody who brings the young person up; unknown whether implicated is handled as implicated."""

    Implicated = choices.YesNoUnknown

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="caregivers")
    position = models.PositiveSmallIntegerField(default=1)
    name = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)
    relation = EncryptedText(Sealed.IDENTITY, max_length=NAME_LENGTH)
    phone = EncryptedText(Sealed.IDENTITY, max_length=PHONE_LENGTH)
    address = EncryptedText(Sealed.IDENTITY, max_length=WORDS_LENGTH)
    implicated = models.CharField(max_length=8, choices=Implicated.choices, default=Implicated.UNKNOWN)

    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "position", "implicated")

    class Meta:
        ordering = ("position", "id")
