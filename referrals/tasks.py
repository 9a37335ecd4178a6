"""Periodic work of the road to HART. A task carries nothing: what is to be done stands in the database."""

from celery import shared_task

from audit import trail
from referrals.services import importing, ladder, receiving, turning


@shared_task
def hand_over() -> None:
    with trail.acting("hand_over") as actor:
        receiving.hand_over(by=actor)


@shared_task
def climb() -> None:
    with trail.acting("climb") as actor:
        ladder.climb(by=actor)


@shared_task
def forget_imports() -> None:
    with trail.acting("forget_imports") as actor:
        importing.forget_stale(by=actor)


@shared_task
def heed_birthdays() -> None:
    with trail.acting("heed_birthdays") as actor:
        turning.heed(by=actor)
