"""Many bookings moved or cancelled at once, each with its own message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consultations.agenda.days import find_next_free_slot
from consultations.agenda.enums import BulkChange
from consultations.booking.models.seats import Attendance
from consultations.booking.services.booking import cancel_booking, move_booking
from consultations.people import policies
from krs_portal.kit.refusals import refuse_if


@dataclass
class ChangedBookings:
    """The bookings that were changed, and why each of the others was not."""

    people: list[Attendance] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def change_bookings(*, people: Iterable[Attendance], what: str, reason: str, by: Any, at: datetime) -> ChangedBookings:
    """Change each booking by itself: one that cannot be changed does not keep the others."""
    changed = ChangedBookings()
    for person in people:
        refuse_if(policies.why_not_serve(by, person.slot.place.office))
        try:
            if what == BulkChange.CANCEL:
                changed.people.append(cancel_booking(attendance=person, at=at, reason=reason))
            else:
                changed.people.append(move_to_next_free(attendance=person, at=at, reason=reason))
        except ValidationError as error:
            changed.kept.append(f"{person.reference}: {' '.join(error.messages)}")
    return changed


def move_to_next_free(*, attendance: Attendance, at: datetime, reason: str) -> Attendance:
    """Move to the first free slot of the same kind and place after the one that is booked."""
    to_slot = find_next_free_slot(attendance.slot, attendance.seats, at)
    if to_slot is None:
        raise ValidationError(_("Tidak ada waktu kosong sesudahnya; janji ini tetap pada waktunya."))
    return move_booking(attendance=attendance, to_slot=to_slot, at=at, reason=reason)
