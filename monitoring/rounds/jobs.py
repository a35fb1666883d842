"""Scheduled work; the times stand in settings."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from monitoring.rounds.services import rounds


@shared_task(ignore_result=True)
def remind_of_filling() -> None:
    """Every morning: remind the participants whose profiles are due soon."""
    with record_actor("remind_of_filling"):
        rounds.remind_participants(at=now())
