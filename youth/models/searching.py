"""How a young person is found: the blind index, and the searches people made."""

import datetime as dt
import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit import clock
from vault.classification import Kind as Sealed
from vault.fields import EncryptedJSON
from youth.models.profiles import Youth


class SearchTokenQuerySet(models.QuerySet["SearchToken"]):
    def of(self, owner_kind: str, owner: uuid.UUID) -> Self:
        return self.filter(owner_kind=owner_kind, owner=owner)


class SearchToken(models.Model):
    """One row of the blind index: equal words have equal macs, and a mac says nothing without the key.

    The owner is a profile here, a person or vehicle of a referral above; hence kind and id, no foreign key.
    """

    class Kind(models.TextChoices):
        NAME_PART = "name_part", gettext_lazy("Part of a name")
        SOUND = "sound", gettext_lazy("How a part of a name sounds")
        FULL_NAME = "full_name", gettext_lazy("What a part of a name may be short for")
        BIRTH = "birth", gettext_lazy("Birth date")
        PHONE = "phone", gettext_lazy("Phone")
        CASE_NUMBER = "case_number", gettext_lazy("DCF case number")
        PERSON_NUMBER = "person_number", gettext_lazy("DCF person number")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=16)
    mac = models.BinaryField()
    owner_kind = models.CharField(max_length=16)
    owner = models.UUIDField()

    objects = SearchTokenQuerySet.as_manager()
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "kind", "mac", "owner_kind", "owner")

    class Meta:
        indexes = [models.Index(fields=["owner"], name="search_token_owner")]
        constraints = [
            # Its B-tree answers "which owners have this token"; nothing else may be asked of it.
            models.UniqueConstraint(name="search_token_once", fields=["kind", "mac", "owner_kind", "owner"])
        ]


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, user: User) -> Self:
        """One's own, as long as it is kept."""
        return self.filter(user=user, expires_at__gt=clock.now())

    def made_since(self, user: User, since: dt.datetime) -> Self:
        return self.filter(user=user, made_at__gt=since).order_by("-made_at")

    def unchecked(self) -> Self:
        """Made or come to a profile in the last hour: what is older was searched while nothing ran, and has been
        searched again since."""
        since = clock.now() - dt.timedelta(hours=1)
        newest = Q(made_at__gt=since) | Q(youth__created_at__gt=since)
        return self.filter(newest, checked_at=None).order_by("made_at")

    def forget_expired(self) -> int:
        """A hundred at most, and none that somebody else is just forgetting."""
        expired = self.filter(expires_at__lte=clock.now()).select_for_update(skip_locked=True)
        return self.filter(pk__in=expired.values("pk")[:100]).delete()[0]


class SavedSearch(models.Model):
    """What somebody searched for, under an id that says nothing: the words are in no address."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    terms = EncryptedJSON(Sealed.IDENTITY, default=dict)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)  # beyond the searcher's scope, by the system
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, null=True, related_name="+")  # made from it

    objects = SavedSearchQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = None
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "user", "made_at", "expires_at", "checked_at", "youth")

    class Meta:
        verbose_name_plural = "saved searches"
        indexes = [
            models.Index(fields=["user", "made_at"], name="saved_search_of_user"),
            models.Index(fields=["expires_at"], name="saved_search_expiry"),
            models.Index(fields=["made_at"], name="saved_search_unchecked", condition=Q(checked_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="saved_search_is_kept_a_while", condition=Q(expires_at__gt=F("made_at")))
        ]
