"""Periodic work of the request machinery."""

from celery import shared_task

from dmst import kept


@shared_task
def forget_kept_posts() -> None:
    kept.forget_stale()
