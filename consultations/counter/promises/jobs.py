"""Scheduled work of promises."""

import logging

from celery import shared_task

from consultations.counter.promises import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def watch_promises() -> None:
    """Every night: remind the officers, and count what fell due and is still open."""
    with record_actor("watch_promises"):
        services.remind_officers(at=now())
        if kept_out := services.count_late_promises(at=now()):
            logger.warning("Late promises in a locked period are not counted: %s", kept_out)
