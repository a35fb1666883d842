"""Scheduled work of the counter."""

import logging

from celery import shared_task

from consultations.counter import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import TimeZone, now

logger = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def count_referrals() -> None:
    """Every night: count the referrals whose answer was due yesterday, and those that a lock had kept out."""
    with record_actor("count_referrals"):
        if kept_out := services.count_due_referrals(at=now()):
            logger.warning("Referrals in a locked period are not counted: %s", kept_out)


@shared_task
def end_past_days() -> None:
    """After midnight in each zone: whoever still waited yesterday has left, whoever was expected did not come."""
    at = now()
    with record_actor("end_days"):
        for zone in TimeZone.values:
            services.end_past_days(zone=zone, at=at)
