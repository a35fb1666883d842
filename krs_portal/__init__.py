"""The composition root: settings, addresses, the Celery app. Rooms are packages below and beside it."""

from krs_portal.celery import app as celery_app

__all__ = ["celery_app"]
