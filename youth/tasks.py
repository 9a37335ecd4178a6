"""Periodic work about young people, under a declared system actor."""

from celery import shared_task

from audit import trail
from youth.services.matches import check_searches


@shared_task
def look_beyond_scope() -> None:
    with trail.acting("check-searches") as actor:
        check_searches(by=actor)
