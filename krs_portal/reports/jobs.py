"""Scheduled work; the times stand in settings."""

from celery import shared_task

from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now
from krs_portal.reports import services


@shared_task(ignore_result=True, expires=15)
def resume_stalled_revisions() -> None:
    with acting("resume_stalled_revisions"):
        services.resume_stalled(at=now())
