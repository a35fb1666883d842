"""Scheduled work; its times are in settings."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from monitoring.occupants.readiness.services import recomputing as readiness


@shared_task(ignore_result=True)
def recompute_readiness() -> None:
    """Every night, because stays grow longer and rules change with the day."""
    with record_actor("recompute_readiness"):
        readiness.start_recomputation(office=None, by=None, at=now())


@shared_task(ignore_result=True, expires=60)
def resume_recomputations() -> None:
    with record_actor("resume_recomputations"):
        readiness.resume_silent_recomputations(at=now())
