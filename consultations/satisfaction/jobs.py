"""Scheduled work of the survey."""

from celery import shared_task

from consultations.satisfaction import services
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now


@shared_task
def ask_visitors() -> None:
    """Every hour: who was served and left an address is asked once how it was."""
    with record_actor("ask_visitors"):
        services.ask_visitors(at=now())


@shared_task
def end_survey_links() -> None:
    """Every hour: links whose last day is over are closed."""
    with record_actor("end_survey_links"):
        services.end_survey_links(at=now())
