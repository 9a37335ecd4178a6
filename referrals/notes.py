"""Who is mentioned in a note of HART's, and tasks beside a referral; part of ``models``."""

import uuid
from typing import ClassVar, Self

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.models import User
from vault.classification import Kind
from vault.fields import EncryptedDate


class Mention(models.Model):
    """A colleague whom a note asks to read it; the note is the step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey("referrals.Step", on_delete=models.PROTECT, related_name="mentions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    clear_fields: ClassVar[tuple[str, ...]] = ("id", "step", "user")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["step", "user"], name="mentioned_once_a_note")]
        triggers = [pgtrigger.Protect(name="mentions_stand", operation=pgtrigger.Update | pgtrigger.Delete)]


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        """To HART, with the referral it belongs to."""
        referrals = apps.get_model("referrals", "Referral").objects  # defined above this module
        return self.filter(step__referral__in=referrals.visible_to(user))

    def open_of(self, user: User) -> Self:
        return self.filter(whose=user, done_at=None)


class Task(models.Model):
    """Something somebody of HART is to do by a day, and no clock of the law or of HART's promises.

    What it is, and who gave it, says the step.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.OneToOneField("referrals.Step", on_delete=models.PROTECT, related_name="task")
    whose = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = EncryptedDate(Kind.NARRATIVE)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TaskQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "key_owner"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "step", "whose", "done_at", "done_by")

    class Meta:
        indexes = [models.Index(fields=["whose"], name="task_open_of", condition=Q(done_at=None))]
        constraints = [
            models.CheckConstraint(
                name="task_done_at_and_by_together",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]

    @property
    def key_owner(self) -> uuid.UUID:
        return self.step.key_owner
