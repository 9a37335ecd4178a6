"""What the worker does with mail. The task carries nothing: what is due stands in the database."""

import time

from celery import shared_task

from notifications.delivery import deliver_due

WORKING_TIME = 60  # seconds; the longest talk about one mail still ends before the task's hard limit


@shared_task
def deliver() -> None:
    enough = time.monotonic() + WORKING_TIME
    deliver_due(stop=lambda: time.monotonic() > enough)
