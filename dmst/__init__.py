"""The project package: joins the apps, holds no domain knowledge."""

from dmst.celery import app as celery_app

__all__ = ["celery_app"]
