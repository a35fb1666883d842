"""Celery looks for a room's scheduled work here; each wing does its own."""

from monitoring.occupants.readiness.jobs import recompute_readiness, resume_recomputations
from monitoring.rounds.jobs import remind_of_filling

__all__ = ["recompute_readiness", "remind_of_filling", "resume_recomputations"]
