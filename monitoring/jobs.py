"""Scheduled work; the times stand in settings."""

from celery import shared_task

from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now
from monitoring.services import readiness, rounds


@shared_task(ignore_result=True)
def recompute_readiness() -> None:
    """Every night: stays grow longer and rules change with the day."""
    with acting("recompute_readiness"):
        readiness.start(office=None, by=None, at=now())


@shared_task(ignore_result=True, expires=60)
def resume_recomputations() -> None:
    with acting("resume_recomputations"):
        readiness.resume_silent(at=now())


@shared_task(ignore_result=True)
def remind_of_filling() -> None:
    """Every morning: whoever has profiles to fill in until a day that is near."""
    with acting("remind_of_filling"):
        rounds.remind_participants(at=now())
