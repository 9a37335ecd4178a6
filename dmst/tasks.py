"""Periodic work of the request machinery, and the demonstration that goes on behind the first page."""

from celery import shared_task

from audit import clock
from audit.trail import acting
from dmst import demo, kept
from reports.services import freezing


@shared_task
def forget_kept_posts() -> None:
    kept.forget_stale()


@shared_task
def go_on_with_the_demo() -> None:
    """A few cases a task, so that other work gets its turn between; the last one finds nothing left."""
    with acting("seed-demo") as actor:
        told = demo.go_on()
        if not told:
            freezing.freeze_by_the_calendar(clock.now(), by=actor)
    if told:
        go_on_with_the_demo.delay()
