"""The Celery application of worker and scheduler."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krs_portal.settings")

app = Celery("krs_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")
app.steps["worker"].add("krs_portal.kit.celery_programs:WorkerBeacon")
