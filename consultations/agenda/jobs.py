"""Scheduled work of the agenda."""

from celery import shared_task

from consultations.agenda import services
from consultations.booking import nearest
from krs_portal.accounts.audit import record_actor
from krs_portal.kit.clock import now, today


@shared_task
def open_all_slots() -> None:
    """Every hour: each place follows its hours, and holidays that were decided since; it is opened so far ahead as its
    hours may be booked.
    """
    with record_actor("open_slots"):
        for place in (
            nearest.list_open_places(today()).filter(weekly_hours__isnull=False).distinct().select_related("office")
        ):
            services.align_slots(place=place, at=now())
