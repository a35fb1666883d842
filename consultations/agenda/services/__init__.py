"""What the agenda does: hours and the slots opened from them, group sessions, bookings changed for many people."""

from consultations.agenda.services.hours import add_hours_row, end_hours_row
from consultations.agenda.services.people import ChangedBookings, change_bookings
from consultations.agenda.services.sessions import (
    cancel_session,
    change_session,
    list_affected_people,
    list_coming_people,
    list_overlapping_slots,
    open_session,
)
from consultations.agenda.services.timetable import Realignment, align_slots, open_slots, realign_slots, renew_feed

__all__ = [
    "ChangedBookings",
    "Realignment",
    "add_hours_row",
    "align_slots",
    "cancel_session",
    "change_bookings",
    "change_session",
    "end_hours_row",
    "list_affected_people",
    "list_coming_people",
    "list_overlapping_slots",
    "open_session",
    "open_slots",
    "realign_slots",
    "renew_feed",
]
