"""Scheduled work: every night, forget what was written and never saved."""

from celery import shared_task

from krs_portal.kit.clock import now
from krs_portal.unsaved import services


@shared_task(ignore_result=True)
def forget_old_texts() -> None:
    services.forget_old_texts(at=now())
