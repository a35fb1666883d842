"""Scheduled work: every morning the owners of pressing decisions are reminded."""

from celery import shared_task

from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now
from krs_portal.meetings import services


@shared_task(ignore_result=True)
def remind_of_decisions() -> None:
    with record_actor("remind_of_decisions"):
        services.remind_decision_owners(at=now())
