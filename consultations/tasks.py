"""Celery looks for a room's deferred work here; each wing does its own."""

from consultations.evaluation.trials.tasks import reckon_trial

__all__ = ["reckon_trial"]
