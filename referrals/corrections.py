"""Something signed that was entered in error: one person asks, another decides, and both stay written down."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from accounts.permissions import Permission, grants
from audit import clock
from screening.models import Screening
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth.models import Access, Youth

VOID = "void"  # of a screening and of a referral alike
ENTERED_BY = ("asked_by", "screening__signed_by", "referral__opened_by")


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: User) -> Self:
        """Whoever may see all the young people it is about; where it names nobody, the referral's audience."""
        rows = Access.objects.open_to(user)
        both = Exists(rows.filter(youth=OuterRef("youth"))) & (
            Q(moves_to=None) | Exists(rows.filter(youth=OuterRef("moves_to")))
        )
        audience = Q(referral__audience__user=user) | Q(referral__audience__office__in=user.offices_to_match)
        nameless = self.model._default_manager.filter(audience, youth=None).values("pk")
        return self.filter(both | Q(pk__in=nameless))

    def open(self) -> Self:
        """Not answered, and not overtaken: what it is about still stands."""
        waiting = self.filter(settled_at=None)
        return waiting.exclude(screening__status=VOID).exclude(referral__status=VOID).order_by("asked_at")

    def to_settle_by(self, user: User) -> Self:
        """Never by whoever asked: by HART's lead, or who answers for the unit of those who entered it or asked."""
        waiting = self.visible_to(user).open().exclude(asked_by=user)
        return waiting if grants(user, Permission.LEAD_HART) else waiting.filter(of_a_unit_led_by(user))

    def with_people(self) -> Self:
        return self.select_related(
            *("youth", "moves_to", "asked_by__unit", "settled_by"),
            *("screening__signed_by__unit", "screening__version", "referral__opened_by__unit"),
        )


def of_a_unit_led_by(user: User) -> Q:
    found = Q()
    for person in ENTERED_BY:
        unit = f"{person}__unit__"
        found |= Q(**{f"{unit}supervisor": user})
        found |= Q(**{f"{unit}acting_supervisor": user, f"{unit}acting_until__gt": clock.now()})
    return found


class Correction(models.Model):
    """About a signed screening, which may have to move to the right person, or about a referral."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, null=True, related_name="+")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, related_name="corrections")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, null=True, related_name="corrections")
    moves_to = models.ForeignKey(Youth, on_delete=models.PROTECT, null=True, related_name="+")
    reason = EncryptedText(Sealed.NARRATIVE, max_length=2_000)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_confirmed = models.BooleanField(null=True)
    why_not = EncryptedText(Sealed.NARRATIVE, max_length=2_000)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = (
        "id", "youth", "screening", "referral", "moves_to", "asked_by", "asked_at", "is_confirmed", "settled_by",
        "settled_at",
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="correction_of_a_screening_or_a_referral",
                condition=Q(screening__isnull=False, youth__isnull=False, referral=None)
                | Q(screening=None, referral__isnull=False, moves_to=None),
            ),
            models.CheckConstraint(
                name="correction_moves_to_somebody_else", condition=Q(moves_to=None) | ~Q(moves_to=F("youth"))
            ),
            models.CheckConstraint(
                name="correction_takes_two_people", condition=Q(settled_by=None) | ~Q(settled_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="correction_settled_at_by_and_how_together",
                condition=Q(settled_at=None, settled_by=None, is_confirmed=None)
                | Q(settled_at__isnull=False, settled_by__isnull=False, is_confirmed__isnull=False),
            ),
            models.UniqueConstraint(
                name="correction_once_a_screening",
                fields=["screening"],
                condition=Q(settled_at=None, screening__isnull=False),
            ),
            models.UniqueConstraint(
                name="correction_once_a_referral",
                fields=["referral"],
                condition=Q(settled_at=None, referral__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="settled_is_immutable",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__settled_at__isnull=False),
            ),
            pgtrigger.Protect(name="correction_is_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def key_owner(self) -> uuid.UUID:
        owner = self.youth_id or self.referral_id
        assert owner
        return owner

    @property
    def is_move(self) -> bool:
        return self.moves_to_id is not None

    @property
    def entered_by(self) -> User:
        """Who signed it, or opened it."""
        entered = self.screening.signed_by if self.screening else self.referral and self.referral.opened_by
        assert entered
        return entered
