"""Scheduled work: every ten seconds what waits is handed to the workers, whatever became of the first request."""

from celery import shared_task

from krs_portal.kit.clock import now
from krs_portal.outbox import services


@shared_task
def send_due() -> None:
    at = now()
    services.end_what_is_over(at=at)
    services.ask_for_untold(at=at)
    services.ask_for_due(at=at)
