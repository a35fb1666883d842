"""Scheduled work; the times stand in settings."""

from celery import shared_task

from krs_portal.accounts.audit import acting
from krs_portal.imports import services
from krs_portal.kit.clock import now


@shared_task(ignore_result=True, expires=15)
def resume_stalled_batches() -> None:
    with acting("resume_stalled_batches"):
        services.resume_stalled(at=now())
