"""The worker's side of the project."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dmst.settings")

app = Celery("dmst")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
