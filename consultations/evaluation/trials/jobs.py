"""Scheduled work of rules on trial."""

from celery import shared_task

from consultations.evaluation.trials import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now


@shared_task(ignore_result=True)
def resume_trials() -> None:
    with record_actor("resume_trials"):
        services.resume_silent_trials(at=now())
