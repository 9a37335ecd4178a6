"""Notices inside the application, by ids alone."""

from collections.abc import Iterable
from uuid import UUID

from audit import clock
from notifications.models import Notice, NoticeQuerySet


def tell(user: UUID, event: str, kind: str, subject: UUID) -> None:
    """Leave a notice; one still unseen about the same thing is not doubled."""
    tell_all([user], event, kind, subject)


def tell_all(users: Iterable[UUID], event: str, kind: str, subject: UUID) -> None:
    """The same to several people, in one statement."""
    now = clock.now()
    left = [Notice(user=user, event=event, kind=kind, subject=subject, at=now) for user in users]
    Notice.objects.bulk_create(left, ignore_conflicts=True)


def unseen_of(user_id: UUID) -> NoticeQuerySet:
    return Notice.objects.unseen_of(user_id)


def mark_seen(user_id: UUID, *, kind: str, subject: UUID) -> int:
    """Say that the person has seen the thing itself; returns how many notices that settled."""
    return unseen_of(user_id).filter(kind=kind, subject=subject).update(seen_at=clock.now())


def mark_all_seen(user_id: UUID) -> int:
    return unseen_of(user_id).update(seen_at=clock.now())
