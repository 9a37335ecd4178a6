"""Work of the reports that nobody waits for. A task carries an id at most."""

import structlog
from celery import shared_task

from audit import clock, trail
from reports.services import exporting, freezing

logger = structlog.get_logger(__name__)


@shared_task
def freeze_quarters() -> None:
    with trail.acting("freeze_quarters") as actor:
        freezing.freeze_by_the_calendar(clock.now(), by=actor)


@shared_task
def make_files() -> None:
    """Each by itself: one that cannot be made holds up no other, and is tried again."""
    for pk in exporting.waiting():
        try:
            with trail.acting("make_files"):
                exporting.make(pk, clock.now())
        except Exception as error:
            logger.error("report.file_failed", export=str(pk), code=type(error).__name__)
            exporting.note_failure(pk, clock.now())


@shared_task
def forget_files() -> None:
    with trail.acting("forget_files") as actor:
        exporting.forget_stale(clock.now(), by=actor)
