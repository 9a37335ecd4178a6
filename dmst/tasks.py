"""Periodic work of the request machinery, and the demonstration that goes on behind the first page."""

from celery import shared_task

from audit.trail import acting
from dmst import demo, kept


@shared_task
def forget_kept_posts() -> None:
    kept.forget_stale()


@shared_task
def go_on_with_the_demo() -> None:
    """A few cases a task, so that other work gets its turn between; the last one finds nothing left."""
    with acting("seed-demo"):
        told = demo.go_on()
    if told:
        go_on_with_the_demo.delay()
