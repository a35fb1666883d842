"""When a place can be booked: weekly hours, closures and absences are written and ended, and free slots follow them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from clinics.models import Closure, Place
from consultations.agenda.models import Absence, WeeklyHours
from consultations.agenda.services.timetable import Realignment, realign_slots
from consultations.people import policies
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.saving import save_checked_row

HoursRow = WeeklyHours | Closure | Absence


@transaction.atomic
def add_hours_row(*, place: Place, row: HoursRow, by: Any, at: datetime) -> Realignment:
    """Save new weekly hours, a closure or an absence, and bring the place's slots in line with it."""
    refuse_if(policies.why_not_serve(by, place.office))
    lock_row(place, no_key=True)  # two changes at once would each align the slots without the other's row
    save_checked_row(row)
    return realign_slots(place=place, by=by, at=at)


@transaction.atomic
def end_hours_row(*, place: Place, row: HoursRow, by: Any, at: datetime) -> Realignment:
    """End weekly hours as of today, keeping the row as history; delete a closure or an absence."""
    refuse_if(policies.why_not_serve(by, place.office))
    lock_row(place, no_key=True)
    if isinstance(row, WeeklyHours):
        row.valid_until = max(day_of(at, place.office.time_zone), row.valid_from)
        row.save(update_fields=["valid_until"])
    else:
        row.delete()
    return realign_slots(place=place, by=by, at=at)
