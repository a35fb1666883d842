"""Deferred work that services ask for; Celery finds each module of it here."""

from monitoring.tasks import readiness  # noqa: F401
