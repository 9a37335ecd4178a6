"""Who works with the product, where, and who answers for whom.

Nothing here is encrypted: names, work addresses and work phones of public employees are needed to sign
in, to route and to sort, and they say nothing about a young person.
"""

import uuid
from datetime import datetime
from functools import cached_property
from typing import ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.permissions import HART_ROLES, Permission, Role, grants
from accounts.rosters import Absence as Absence
from accounts.rosters import Cover as Cover
from accounts.rosters import OnCallShift as OnCallShift


class Region(models.Model):
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "number")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return _("Region %(number)s") % {"number": self.number}


class OfficeQuerySet(models.QuerySet["Office"]):
    def central(self) -> "Office":
        """HART's own office, whose desk receives what no area office can be found for."""
        return self.get(is_central=True)

    def area(self) -> Self:
        return self.filter(is_central=False)

    def worked_by(self, user: "User") -> Self:
        """For whom a person of HART answers: where they sit, what they cover, and the desk of the leads."""
        theirs = Q(pk=user.office_id) | Q(pk__in=Cover.objects.by_liaison(user).values("office"))
        return self.filter(theirs | Q(is_central=True) if grants(user, Permission.LEAD_HART) else theirs)


class Office(models.Model):
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "name", "region", "phone", "is_central")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="offices")
    phone = models.CharField(max_length=32, blank=True)
    is_central = models.BooleanField(default=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = [
            models.CheckConstraint(
                name="office_is_central_or_has_a_region",
                condition=Q(is_central=True, region=None) | Q(is_central=False, region__isnull=False),
            ),
            models.UniqueConstraint(
                name="office_only_one_is_central", fields=["is_central"], condition=Q(is_central=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Town(models.Model):
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "name", "office")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="towns")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def led_by(self, user: "User", at: datetime) -> Self:
        """As their supervisor, or as who acts for the supervisor at that moment."""
        return self.filter(Q(supervisor=user) | Q(acting_supervisor=user, acting_until__gt=at))


class Unit(models.Model):
    clear_fields: ClassVar[tuple[str, ...]] = (
        *("id", "name", "office", "supervisor", "acting_supervisor", "acting_until"),
    )
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="units")
    supervisor = models.ForeignKey("User", on_delete=models.PROTECT, related_name="units_led")
    acting_supervisor = models.ForeignKey(
        "User", on_delete=models.PROTECT, null=True, blank=True, related_name="units_led_for_now"
    )
    acting_until = models.DateTimeField(null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("office__name", "name")
        constraints = [
            models.UniqueConstraint(name="unit_name_once_an_office", fields=["office", "name"]),
            models.CheckConstraint(
                name="unit_acting_supervisor_and_until_together",
                condition=Q(acting_supervisor=None, acting_until=None)
                | Q(acting_supervisor__isnull=False, acting_until__isnull=False),
            ),
            models.CheckConstraint(
                name="unit_acting_supervisor_is_another",
                condition=Q(acting_supervisor=None) | ~Q(acting_supervisor=F("supervisor")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def locked(self) -> Self:
        return self.select_for_update(of=("self",), no_key=True)

    def in_role(self, *roles: Role) -> Self:
        return self.active().filter(role__in=roles)

    def leads(self) -> Self:
        return self.in_role(Role.LEAD)

    def administrators(self) -> Self:
        return self.in_role(Role.ADMINISTRATOR)

    def gone(self, at: datetime) -> Self:
        """Absent at that moment, or left."""
        absent = Exists(Absence.objects.filter(user=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at))
        return self.filter(Q(is_active=False) | absent)

    def away(self, at: datetime) -> Self:
        """Whoever can receive no referral at that moment: gone, or of HART no longer."""
        return self.filter(~Q(role__in=HART_ROLES)) | self.gone(at)


class UserRegistry(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by address whatever its case, as Django's sign-in asks it to."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    clear_fields: ClassVar[tuple[str, ...]] = (
        *(
            "id",
            "email",
            "name",
            "phone",
            "role",
            "office",
            "unit",
            "is_active",
            "trained_on",
            "password",
            "last_login",
            "uses_shortcuts",
            "mail_choices",
        ),
    )
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=32, blank=True)
    role = models.CharField(max_length=16, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    is_active = models.BooleanField(default=True)
    trained_on = models.DateField(null=True, blank=True)  # last, about exploitation and this screening
    uses_shortcuts = models.BooleanField(default=True)  # single keys in HART's queue; some type with their voice
    mail_choices = models.JSONField(default=dict, blank=True)  # event -> notifications.telling.How, where they chose

    objects = UserRegistry()

    class Meta:
        ordering = ("name", "email")
        constraints = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="user_role_is_known", condition=Q(role__in=Role.values)),
            models.CheckConstraint(
                name="user_of_a_unit_has_an_office", condition=Q(unit=None) | Q(office__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        return self.name or self.email

    @property
    def of_hart(self) -> bool:
        return self.role in HART_ROLES

    @cached_property
    def offices_worked(self) -> tuple["Office", ...]:
        """For HART, the offices this person answers for, asked once as long as the object lives: one request."""
        return tuple(Office.objects.worked_by(self)) if self.of_hart else ()

    @property
    def offices_to_match(self) -> "tuple[Office, ...] | models.QuerySet[Office]":
        """The same inside a query: those asked already, else a subquery, for a page that asks about one row."""
        if not self.of_hart or "offices_worked" in self.__dict__:
            return self.offices_worked
        return Office.objects.worked_by(self)

    def ask_for_offices(self) -> None:
        """Before a page that asks about many rows in several ways."""
        _asked = self.offices_worked

    @property
    def works_every_office(self) -> bool:
        """Whoever answers for HART's central office."""
        return any(office.is_central for office in self.offices_worked)
