"""Celery looks for a room's scheduled work here; each wing does its own."""

from consultations.agenda.jobs import open_all_slots
from consultations.booking.jobs import delete_ended_holds, expire_holds
from consultations.counter.promises.jobs import watch_promises

__all__ = ["delete_ended_holds", "expire_holds", "open_all_slots", "watch_promises"]
