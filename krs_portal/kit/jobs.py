"""Scheduled work; the times stand in settings."""

import pghistory
from celery import shared_task

from krs_portal.kit.clock import now, today
from krs_portal.kit.loading import load_references
from krs_portal.kit.reference import references
from krs_portal.kit.submissions import delete_old_submissions


@shared_task(ignore_result=True, expires=3600)
def renew_references() -> None:
    """What a new year brings. Asked every hour, so that no night on which nothing ran is ever missed."""
    with pghistory.context(actor="renew_references"):
        load_references((each for each in references if each.is_yearly), today())


@shared_task(ignore_result=True, expires=3600)
def forget_submissions() -> None:
    """Keys that nobody will send again, with what was answered."""
    delete_old_submissions(at=now())
