"""Scheduled work of the agenda."""

from celery import shared_task

from consultations import nearest, services
from krs_portal.accounts.audit import acting
from krs_portal.kit.clock import now, today


@shared_task
def expire_holds() -> None:
    """Every half minute: seats kept too long are free again, or offered to whoever waits."""
    with acting("expire_holds"):
        services.expire(at=now())


@shared_task
def forget_holds() -> None:
    """Every hour: forms that nobody finished leave nothing behind but their trail."""
    with acting("forget_holds"):
        services.forget_holds(at=now())


@shared_task
def open_slots() -> None:
    """Every hour: each place is opened for as many days ahead as its hours may be booked."""
    with acting("open_slots"):
        for place in nearest.places_on(today()).filter(weekly_hours__isnull=False).distinct().select_related("office"):
            services.open_slots(place=place, at=now())
