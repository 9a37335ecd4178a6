"""What one colleague asks another about a young person whom both may see."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from accounts.models import User
from vault.classification import Kind as Sealed
from vault.fields import EncryptedText
from youth.models.profiles import WORDS_LENGTH, Youth


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> Self:
        """Asked of this person or by them, about somebody they still may see."""
        return self.filter(Q(asked_of=user) | Q(asked_by=user), youth__in=Youth.objects.visible_to(user))

    def open(self) -> Self:
        return self.filter(answered_at=None)

    def with_people(self) -> Self:
        return self.select_related("asked_by", "asked_of").order_by("-asked_at")


class Question(models.Model):
    """Asked once, answered once, in the words of the two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    youth = models.ForeignKey(Youth, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = EncryptedText(Sealed.NARRATIVE, max_length=WORDS_LENGTH)
    answered_at = models.DateTimeField(null=True)
    answer = EncryptedText(Sealed.NARRATIVE, max_length=WORDS_LENGTH)

    objects = QuestionQuerySet.as_manager()
    sealed_by: ClassVar[str | None] = "youth_id"
    clear_fields: ClassVar[tuple[str, ...]] = ("id", "youth", "asked_by", "asked_of", "asked_at", "answered_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="question_once_while_open",
                fields=["youth", "asked_by", "asked_of"],
                condition=Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="question_is_answered_in_words",
                condition=Q(answered_at=None, answer__isnull=True) | Q(answered_at__isnull=False, answer__isnull=False),
            ),
        ]
