"""Scheduled work: every ten seconds, hand waiting messages to the workers, even if the first request was lost."""

from celery import shared_task

from krs_portal.kit.clock import now
from krs_portal.outbox import services


@shared_task
def queue_due_messages() -> None:
    at = now()
    services.fail_expired_messages(at=at)
    services.request_due_announcements(at=at)
    services.request_due_messages(at=at)
