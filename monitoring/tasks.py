"""Celery looks for a room's deferred work here; each wing does its own."""

from monitoring.occupants.readiness.tasks import recompute_assessments

__all__ = ["recompute_assessments"]
