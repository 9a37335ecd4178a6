"""A referral or consultation, its history, and who may see one that names nobody."""

import datetime as dt
import uuid
from typing import Any, ClassVar, Self

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.models import Office, OnCallShift, User
from accounts.permissions import Permission, grants
from audit.models import Entry
from referrals import choices, desks
from referrals.amendments import Amendment as Amendment
from referrals.audiences import Audience as Audience
from referrals.birthdays import Birthdays
from referrals.consultations import PhoneConsultation as PhoneConsultation
from referrals.content import LINE, Content, OutcomeTold
from referrals.corrections import Correction as Correction
from referrals.desks import LISTED, worked_by
from referrals.determinations import Determined as Determined
from referrals.imports import ImportedFile as ImportedFile
from referrals.inquiries import Inquiry as Inquiry
from referrals.notes import Mention as Mention
from referrals.notes import Task as Task
from referrals.outside import OutsideReport as OutsideReport
from referrals.restoration import Provider as Provider
from referrals.restoration import SafetyPlan as SafetyPlan
from referrals.restoration import Service as Service
from referrals.restoration import ServiceStep as ServiceStep
from referrals.routing import Place
from referrals.steps import SENDING as SENDING
from referrals.steps import ReferralScreening as ReferralScreening
from referrals.steps import Step as Step
from referrals.tags import SavedView as SavedView
from referrals.tags import Tag as Tag
from referrals.tags import Tagging as Tagging
from referrals.transfers import Transfer as Transfer
from referrals.unsent import Draft as Draft
from referrals.withheld import WithheldLink as WithheldLink
from referrals.workflow import DECIDED, ENDED, OPEN, Status
from screening.models import Level, Screening
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth.models import Access, Youth

COUNTED = 1_000  # beyond that a view says "1,000+"


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> Self:
        """By the young person's rows of access; without a young person by the referral's own audience."""
        audience = Audience.objects.open_to(user).filter(referral=OuterRef("pk"))
        return self.filter(Access.objects.to_row(user, "youth") | Q(youth=None) & Exists(audience))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def standing(self) -> Self:
        """Without what was entered in error."""
        return self.exclude(status=Status.VOID)

    def awaiting(self) -> Self:
        """Sent, and nobody has said yet that they have it."""
        return self.filter(status=Status.SENT)

    def unnamed_of(self, youth: Youth) -> Self:
        """Their consultations without identity: only the young person's own key tells which they are."""
        links = WithheldLink.objects.filter(youth=youth).exclude(screening__status=Screening.Status.VOID)
        return self.filter(pk__in=[link.consultation for link in links])

    def sent_by(self, user: User) -> Self:
        """What this person opened, or joined something to."""
        return self.filter(pk__in=Step.objects.of_sending().filter(by=user).values("referral")).order_by("-opened_at")

    def followed_by(self, user: User) -> Self:
        """Whose answers this person waits for: what they sent, and what is about their young people.

        Of what names nobody also what was given to them; whoever sees a unit has that there.
        """
        sent = Step.objects.of_sending().filter(by=user).values("referral")
        theirs = self.model._default_manager.filter(youth__assigned_worker=user).values("pk")
        advised = PhoneConsultation.objects.filter(asker=user, referral__isnull=False).values("referral")
        given = Audience.objects.filter(user=user, referral__youth=None).values("referral")
        several = (theirs, advised) if grants(user, Permission.VIEW_UNIT) else (theirs, advised, given)
        followed = sent.union(*several)  # and no OR, for which the database would read every referral
        return self.filter(pk__in=followed).order_by("-opened_at")

    def in_offices_of(self, user: User) -> Self:
        return self.filter(worked_by(user))

    def in_view(self, name: str, user: User, now: dt.datetime) -> Self:
        return self.filter(desks.in_view(name, user, now))

    def counts_of_open(self, user: User, now: dt.datetime) -> QuerySet[Any, dict[str, int]]:
        """One row, by view. What is open is what people have in hand, so all is looked at; what has ended grows."""
        views = {name: view.condition(user, now) for name, view in desks.VIEWS.items() if not view.holds_ended}
        counts = {name: Count("pk", filter=which) for name, which in views.items()}
        return self.open().order_by().values(together=Value(1)).annotate(**counts).values(*counts)

    def with_company(self, user: User, since: dt.datetime) -> Self:
        """Beside each row its tags, and who else has opened it last; the trail is asked by young person."""
        seen = Entry.objects.filter(youth=OuterRef("youth_id"), action="referral.view", subject=OuterRef("pk"))
        latest = seen.filter(at__gt=since).exclude(actor=user.pk).order_by("-seq")
        return self.annotate(
            tags=ArraySubquery(Tagging.objects.filter(referral=OuterRef("pk")).order_by("at").values("tag")),
            opened_beside=Subquery(latest.values(said=JSONObject(who="actor", at="at"))[:1]),
        )

    def most_urgent_first(self) -> Self:
        return self.order_by("-priority", F("next_due").asc(nulls_last=True), "opened_at", "pk")

    def for_list(self) -> Self:
        """What a row of a list says, and nothing else."""
        return self.select_related("youth", "office", "liaison").only(*LISTED)

    def with_opener(self) -> Self:
        """Whose it is and from when, and nothing it says."""
        told = ("kind", "status", "level", "youth", "opened_at", "opened_by__name", "opened_by__email")
        return self.select_related("opened_by").only(*told)

    def with_people(self) -> Self:
        return self.select_related("youth__assigned_worker", "office", "liaison", "on_call__user", "opened_by__office")

    def held(self, pk: uuid.UUID) -> "Referral":
        """Locked, then read: what is joined while one waits for somebody else would be as it was before them."""
        self.model._default_manager.select_for_update().only("pk").get(pk=pk)
        return self.with_people().get(pk=pk)

    def with_answers(self) -> Self:
        """What HART has determined, and the young person's plan."""
        return self.select_related("determined__by", "safety_plan__by")


class Referral(OutcomeTold, Birthdays, Content):
    """Opened by a signature. `status` is written in services.moves and nowhere else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=choices.Kind.choices)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, null=True, related_name="referrals")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.SENT)
    level = models.CharField(max_length=1, choices=Level.choices, blank=True)  # "": without a screening
    priority = models.PositiveSmallIntegerField()
    next_due = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)  # of HART and the referrer, after it was sent
    snoozed_until = models.DateTimeField(null=True)
    age_band = models.CharField(max_length=10, choices=choices.AgeBand.choices)
    missing_now = models.BooleanField(default=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="referrals")
    routed_because = models.CharField(max_length=20, choices=[(place.value, place.name) for place in Place])
    liaison = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="referrals_worked")
    on_call = models.ForeignKey(OnCallShift, on_delete=models.PROTECT, null=True, related_name="referrals")
    careline_stated = models.BooleanField(default=False)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="referrals_sent")
    opened_at = models.DateTimeField()
    submission_key = models.UUIDField(unique=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    determination = models.CharField(max_length=12, choices=choices.Determination.choices, blank=True)
    determination_reasons = EncryptedText(Sealed.NARRATIVE, max_length=10_000)
    determined_at = models.DateTimeField(null=True)
    determined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    determined = models.ForeignKey(Determined, on_delete=models.PROTECT, null=True, related_name="+")  # in force
    safety_plan = models.ForeignKey(SafetyPlan, on_delete=models.PROTECT, null=True, related_name="+")  # the newest
    closing = models.CharField(max_length=20, choices=choices.Closing.choices, blank=True)
    adult_service = EncryptedText(Sealed.NARRATIVE, max_length=LINE)  # of whoever aged out: who goes on with them
    no_adult_service = models.BooleanField(default=False)  # asked for, and there is none
    duplicate_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="duplicates")
    ended_words = EncryptedText(Sealed.NARRATIVE, max_length=10_000)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReferralQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "reference", "kind", "youth", "status", "level", "priority", "next_due", "last_contact_at",
        "snoozed_until", "age_band", "missing_now", "office", "routed_because", "liaison", "on_call", "careline_stated",
        "opened_by", "opened_at", "submission_key", "acknowledged_at", "acknowledged_by",
        "determination", "determined_at", "determined_by", "determined", "safety_plan",
        "closing", "no_adult_service", "duplicate_of", "ended_at", "ended_by",
        *Content.clear_content, *OutcomeTold.clear_outcome, *Birthdays.clear_birthdays,
    )  # fmt: skip

    class Meta:
        indexes = [
            *desks.INDEXES,
            models.Index(fields=["office", "status"], name="referral_office"),
            models.Index(fields=["opened_by", "-opened_at"], name="referral_sent_by"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["youth"], condition=Q(status__in=OPEN), name="one_open_referral_per_youth"),
            models.CheckConstraint(
                name="only_a_consultation_may_lack_a_youth",
                condition=Q(kind="consultation") | Q(youth__isnull=False),
            ),
            models.CheckConstraint(
                name="sent_until_acknowledged",
                condition=Q(status=Status.SENT, acknowledged_at=None, acknowledged_by=None)
                | ~Q(status=Status.SENT) & Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False)
                | Q(status=Status.VOID, acknowledged_at=None, acknowledged_by=None),
            ),
            models.CheckConstraint(
                name="determination_at_and_by_together",
                condition=Q(determination="", determined_at=None, determined_by=None)
                | ~Q(determination="") & Q(determined_at__isnull=False, determined_by__isnull=False),
            ),
            models.CheckConstraint(
                name="determined_has_a_determination",
                condition=~Q(status__in=[*DECIDED, Status.CLOSED]) | ~Q(determination=""),
            ),
            models.CheckConstraint(
                name="ended_at_and_by_with_the_status",
                condition=Q(status__in=ENDED, ended_at__isnull=False, ended_by__isnull=False)
                | Q(status__in=OPEN, ended_at=None, ended_by=None),
            ),
            models.CheckConstraint(
                name="closing_only_when_closed",
                condition=Q(status=Status.CLOSED) & ~Q(closing="")
                | ~Q(status=Status.CLOSED) & Q(closing="")
                | Q(status=Status.VOID),  # one that had been closed keeps how
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    @property
    def key_owner(self) -> uuid.UUID:
        """Whose data key seals this row: the young person's, or the referral's own when it names nobody."""
        return self.youth_id or self.id

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def names_nobody(self) -> bool:
        return self.youth_id is None

    def senders(self) -> QuerySet[User]:
        """Whoever opened it or joined something to it, as long as they see it; and the worker of today."""
        sent = Q(pk__in=self.steps.of_sending().values("by")) | Q(pk__in=self.consultations.values("asker"))
        if self.youth is None:
            return User.objects.filter(sent)
        seeing = Access.objects.current().filter(youth=self.youth, user__isnull=False).values("user")
        return User.objects.filter(sent & Q(pk__in=seeing) | Q(pk=self.youth.assigned_worker_id))

    def get_absolute_url(self) -> str:
        return reverse("referrals:detail", args=[self.pk])
