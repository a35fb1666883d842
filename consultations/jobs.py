"""Scheduled work of the agenda."""

from celery import shared_task

from consultations import services
from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now


@shared_task
def expire_holds() -> None:
    """Every half minute: seats kept too long are free again, or offered to whoever waits."""
    with acting("expire_holds"):
        services.expire(at=now())
