"""Periodic work that joins all apps."""

from celery import shared_task

from audit import trail
from dashboards import digest, week


@shared_task
def send_digests() -> None:
    with trail.acting("send_digests"):
        digest.send()


@shared_task
def send_weeks() -> None:
    with trail.acting("send_weeks"):
        week.send()
