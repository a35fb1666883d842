"""Scheduled work: every morning the offices whose month is overdue are reminded."""

from celery import shared_task

from clinics.months import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now


@shared_task(ignore_result=True)
def remind_of_months() -> None:
    with record_actor("remind_of_months"):
        services.remind_of_months(at=now())
