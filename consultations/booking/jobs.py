"""Scheduled work of booking."""

from celery import shared_task

from consultations.booking import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now


@shared_task
def expire_holds() -> None:
    """Every half minute: seats kept too long are free again, or offered to whoever waits."""
    with record_actor("expire_holds"):
        services.expire_holds(at=now())


@shared_task
def delete_ended_holds() -> None:
    """Every hour: delete holds that never became a booking. Only the audit trail keeps them."""
    with record_actor("forget_holds"):
        services.delete_ended_holds(at=now())
