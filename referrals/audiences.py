"""Who may see a consultation that names nobody; part of ``models``."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import Office, Unit, User
from audit import clock


class AudienceQuerySet(models.QuerySet["Audience"]):
    def open_to(self, user: User) -> Self:
        """As with a young person: rows of the person; for HART, of the offices they work.

        Whoever acts for a supervisor reads what that supervisor does, until their time is up.
        """
        acted_for = Unit.objects.filter(acting_supervisor=user, acting_until__gt=clock.now()).values("supervisor")
        return self.filter(Q(user=user) | Q(user__in=acted_for) | Q(office__in=user.offices_to_match))


class Audience(models.Model):
    """Who may see a consultation that names nobody: there is no young person to hang the access on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="audience")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AudienceQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "referral", "user", "office")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="audience_user_xor_office",
                condition=Q(user=None, office__isnull=False) | Q(user__isnull=False, office=None),
            ),
            models.UniqueConstraint(
                name="audience_user_once", fields=["referral", "user"], condition=Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                name="audience_office_once", fields=["referral", "office"], condition=Q(office__isnull=False)
            ),
        ]
