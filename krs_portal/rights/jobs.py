"""Scheduled work: every night, erase what is kept long enough."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from krs_portal.rights import services


@shared_task(ignore_result=True, time_limit=3 * 3600, expires=3600)
def run_retention() -> None:
    with record_actor("run_retention"):
        for _ended in services.run_retention(at=now()):
            pass  # each is done when it is told
