"""Scheduled work: queue again what a dead worker left. The times are in the settings."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.imports import services
from krs_portal.kit.clock import now


@shared_task(ignore_result=True, expires=15)
def resume_stalled_batches() -> None:
    with record_actor("resume_stalled_batches"):
        services.requeue_stalled_batches(at=now())
