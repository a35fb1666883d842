"""A day that is over: whoever still waited has left, whoever was expected did not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from clinics.models import Place
from consultations.booking.enums import HERE, AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance
from consultations.booking.policies import why_not_move
from consultations.booking.querysets import AttendanceQuerySet
from consultations.counter import policies
from consultations.counter.models import Consultation
from consultations.counter.services.drafts import find_record, open_draft
from consultations.counter.services.queue import VISIT
from consultations.people.policies import why_not_serve
from krs_portal.kit.clock import day_of, get_midnight
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if

# Whoever is in service has a record that somebody still closes.
UNSERVED = tuple(state for state in HERE if state != AttendanceState.IN_SERVICE)
FAR_BACK = timedelta(days=60)  # what the job looks through; a portal that slept longer is ended by hand


@dataclass(frozen=True)
class EndedDay:
    """How many were set to what."""

    left: int
    missed: int


@transaction.atomic
def end_day(*, place: Place, day: date, by: Any, at: datetime) -> EndedDay:
    """End a day by hand. Each line keeps its own way back."""
    refuse_if(why_not_serve(by, place.office))
    reject_if(policies.why_not_end_day(day, today=day_of(at, place.office.time_zone)))
    return end_visits(Attendance.objects.of_day(place, day), at)


def end_past_days(*, zone: str, at: datetime) -> EndedDay:
    """End the days before today at all places in the zone; what was ended before stays as it is."""
    midnight = get_midnight(day_of(at, zone), zone)
    past = Attendance.objects.filter(
        slot__place__office__time_zone=zone, slot__starts_at__lt=midnight, slot__starts_at__gte=midnight - FAR_BACK
    )
    with transaction.atomic():
        return end_visits(past, at)


def end_visits(visits: AttendanceQuerySet, at: datetime) -> EndedDay:
    left, missed = list_unserved(visits), list_expected(visits)
    return EndedDay(settle(left, AttendanceState.LEFT, at), settle(missed, AttendanceState.NO_SHOW, at))


def list_unserved(visits: AttendanceQuerySet) -> AttendanceQuerySet:
    """Who came and was not served. Whoever came to a session came, also while its record is still open."""
    return visits.filter(state__in=UNSERVED).exclude(slot__kind=SlotKind.GROUP)


def list_expected(visits: AttendanceQuerySet) -> AttendanceQuerySet:
    """Who was expected and did not come. Of a slot that was closed people are still to be moved, and are not blamed."""
    return visits.filter(state=AttendanceState.BOOKED, slot__state=SlotState.OPEN)


def settle(visits: AttendanceQuerySet, to: AttendanceState, at: datetime) -> int:
    locked = visits.order_by("pk").select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)
    return Attendance.objects.filter(pk__in=list(locked)).update(state=to, finished_at=at)


@transaction.atomic
def record_served_after_all(*, attendance: Attendance, by: Any, at: datetime) -> Consultation:
    """On a day that is over somebody was served and nobody had pressed it: their record opens on that day.

    When they were called is not known, so no moment is made up.
    """
    attendance = lock_row(attendance, *VISIT)
    refuse_if(why_not_serve(by, attendance.slot.place.office))
    day = day_of(at, attendance.slot.place.office.time_zone)
    reject_if(policies.why_not_served_after_all(attendance, day=day))
    if attendance.state in UNSERVED:
        attendance.state = AttendanceState.LEFT  # as the end of their day would have it
    reject_if(why_not_move(attendance, AttendanceState.DONE))
    attendance.state, attendance.officer, attendance.finished_at = AttendanceState.DONE, by, None
    attendance.save(update_fields=["state", "officer", "finished_at"])
    return find_record(attendance) or open_draft(attendance, by=by, at=at)
