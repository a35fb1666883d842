"""Scheduled work of the counter."""

from celery import shared_task

from consultations.counter import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import TimeZone, now


@shared_task
def end_past_days() -> None:
    """After midnight in each zone: whoever still waited yesterday has left, whoever was expected did not come."""
    at = now()
    with record_actor("end_days"):
        for zone in TimeZone.values:
            services.end_past_days(zone=zone, at=at)
