"""Who may see a young person."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import Office, User
from audit import clock

NAMED = "named"  # why somebody may see a sealed record: HART's lead keeps that list


class NamedAlone(pgtrigger.Trigger):
    """Whatever is written, and whoever seals at that moment: a sealed record takes in nobody but those named."""

    when = pgtrigger.Before
    operation = pgtrigger.Insert
    declare = [("since", "timestamptz")]
    func = """
        SELECT sealed_at INTO since FROM youth_youth WHERE id = NEW.youth_id FOR SHARE;
        IF since IS NOT NULL AND NEW.why <> 'named' THEN
            RAISE EXCEPTION 'pgtrigger: the record is sealed: it takes in nobody but those named';
        END IF;
        RETURN NEW;
    """


class ExistsForRow(Exists):
    """Looked up for each row: OFFSET keeps the planner from reading all that somebody may see, for a page of fifty."""

    template = "EXISTS(%(subquery)s OFFSET 0)"


class AccessQuerySet(models.QuerySet["Access"]):
    def current(self) -> Self:
        now = clock.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)

    def named(self) -> Self:
        return self.current().filter(why=NAMED)

    def open_to(self, user: User) -> Self:
        """Rows of the person; for HART, which works by office, of the offices they answer for as well."""
        return self.current().filter(Q(user=user) | Q(office__in=user.offices_to_match))

    def to_row(self, user: User, youth: str) -> Exists:
        """Whether the person may see the young person that a row names in its field ``youth``."""
        return ExistsForRow(self.open_to(user).filter(youth=OuterRef(youth)))


class Access(models.Model):
    """Who may see a young person: a person or an office, why, from when, until when. Written from above."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey("youth.Youth", on_delete=models.PROTECT, db_index=False, related_name="access")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    why = models.CharField(max_length=40)  # a code: created, assigned, supervises, match, referral:HR-... and the like
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    objects = AccessQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "user", "office", "why", "starts_at", "ends_at")

    class Meta:
        verbose_name_plural = "access"
        indexes = [
            models.Index(fields=["user", "youth"], name="access_by_user", condition=Q(user__isnull=False)),
            models.Index(fields=["office", "youth"], name="access_by_office", condition=Q(office__isnull=False)),
            # Whether somebody may see this one: answered from the index alone, row by row of a list.
            models.Index(fields=["youth"], include=["user", "office", "starts_at", "ends_at"], name="access_of_youth"),
        ]
        constraints = [
            models.CheckConstraint(
                name="access_is_a_person_or_an_office",
                condition=Q(user__isnull=False, office=None) | Q(user=None, office__isnull=False),
            ),
            models.CheckConstraint(
                name="access_ends_after_it_starts", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(name="access_has_a_reason", condition=~Q(why="")),
            models.UniqueConstraint(
                name="access_once_a_reason",
                fields=["youth", "user", "office", "why"],
                condition=Q(ends_at=None),
                nulls_distinct=False,
            ),
        ]
        triggers = [NamedAlone(name="sealed_takes_in_the_named_alone")]
