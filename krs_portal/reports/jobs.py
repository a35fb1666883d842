"""Scheduled work: queue again what a dead worker left. The times are in the settings."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from krs_portal.reports import services


@shared_task(ignore_result=True, expires=15)
def resume_stalled_revisions() -> None:
    with record_actor("resume_stalled_revisions"):
        services.requeue_stalled_revisions(at=now())
