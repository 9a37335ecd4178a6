"""Work of the reports that nobody waits for. A task carries an id at most."""

from celery import shared_task

from audit import clock, trail
from reports.services import exporting, freezing


@shared_task
def freeze_quarters() -> None:
    with trail.acting("freeze_quarters") as actor:
        freezing.freeze_what_is_over(clock.now(), by=actor)


@shared_task
def make_files() -> None:
    with trail.acting("make_files"):
        exporting.make_what_waits(clock.now())


@shared_task
def forget_files() -> None:
    with trail.acting("forget_files") as actor:
        exporting.forget_stale(clock.now(), by=actor)
