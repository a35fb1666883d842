"""The counter's day: who has come, who is set aside, handed over or gone, who did not come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance
from consultations.booking.policies import why_not_move
from consultations.counter import policies
from consultations.counter.models import Consultation
from consultations.counter.order import suggest_priority
from consultations.counter.services.door import get_next_queue_number, lock_walk_in_slot
from consultations.counter.services.drafts import why_not_join_record
from consultations.counter.services.record import lock_consultation, mark_void
from consultations.people.models.person import Person
from consultations.people.policies import why_not_serve
from consultations.people.services import Told, receive_person
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if

VISIT = ("slot__place__office", "slot__topic", "topic", "person")


def lock_attendance_to_change(attendance: Attendance, by: Any, to: AttendanceState) -> Attendance:
    """Lock the attendance once the policies agree that this user may move it to the state."""
    fresh = lock_row(attendance, *VISIT)
    refuse_if(why_not_serve(by, fresh.slot.place.office))
    reject_if(why_not_move(fresh, to))
    return fresh


@transaction.atomic
def check_in_person(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody who booked has come: they get the next queue number of the day."""
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.WAITING)
    place = attendance.slot.place
    day = day_of(at, place.office.time_zone)
    reject_if(policies.why_not_arrive(attendance, day=day))
    reject_if(why_not_join_record(attendance))
    lock_walk_in_slot(place, day)
    if attendance.queue_number is None:
        attendance.queue_number = get_next_queue_number(place, day)
    attendance.state, attendance.arrived_at = AttendanceState.WAITING, attendance.arrived_at or at
    attendance.finished_at, attendance.officer, attendance.calls = None, None, 0
    attendance.person = person = attendance.person or receive_visitor(attendance, at)
    attendance.priority = attendance.priority or suggest_priority(
        day, booked=attendance.needs, known=person.needs, born_on=person.born_on
    )
    attendance.save(update_fields=[
        "state", "arrived_at", "queue_number", "person", "finished_at", "officer", "calls", "priority",
    ])  # fmt: skip
    return attendance


def receive_visitor(attendance: Attendance, at: datetime) -> Person:
    """Who it is that booked, or for whom somebody booked."""
    told = Told(
        name=attendance.on_behalf_of or attendance.name,
        phone=attendance.phone,
        nik=attendance.nik_ciphertext or "",
        region=attendance.region,
        consented_at=attendance.consented_at,
        consent_version=attendance.consent_version,
    )
    return receive_person(office=attendance.slot.place.office, told=told, at=at)


@transaction.atomic
def put_back(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Whoever was called, served, set aside or gone waits again, with the number and the moment of arrival they had.

    A draft in which nothing was written is voided.
    """
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.WAITING)
    reject_if(policies.why_not_wait_again(attendance, day=day_of(at, attendance.slot.place.office.time_zone)))
    attendance.state, attendance.arrived_at = AttendanceState.WAITING, attendance.arrived_at or at
    attendance.called_at = attendance.served_at = attendance.finished_at = attendance.officer = None
    attendance.calls, attendance.word = 0, ""
    attendance.save(update_fields=[
        "state", "arrived_at", "called_at", "served_at", "finished_at", "officer", "calls", "word",
    ])  # fmt: skip
    void_blank_draft(attendance, _("Panggilan dibatalkan."), by=by, at=at)
    return attendance


def void_blank_draft(attendance: Attendance, reason: str, *, by: Any, at: datetime) -> None:
    for draft in Consultation.objects.blank().filter(attendance=attendance):
        mark_void(lock_consultation(draft), reason, by=by, at=at)


@transaction.atomic
def set_aside(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody fetches a paper or takes a call: nobody calls them until they are back. What was written is kept."""
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.ON_HOLD)
    attendance.state, attendance.set_aside_at, attendance.officer = AttendanceState.ON_HOLD, at, by
    attendance.save(update_fields=["state", "set_aside_at", "officer"])
    return attendance


@transaction.atomic
def mark_left(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody came and went away before they were done. A record in which something was written is still closed."""
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.LEFT)
    attendance.state, attendance.finished_at = AttendanceState.LEFT, at
    attendance.save(update_fields=["state", "finished_at"])
    void_blank_draft(attendance, _("Orangnya pergi sebelum dilayani."), by=by, at=at)
    return attendance


@transaction.atomic
def hand_over(*, attendance: Attendance, to: Any, word: str, by: Any, at: datetime) -> Attendance:
    """Give somebody to a colleague with a word: they wait for that officer first, and take the record with them."""
    attendance = lock_row(attendance, *VISIT)
    office = attendance.slot.place.office
    refuse_if(why_not_serve(by, office))
    reject_if(policies.why_not_hand_over(by, to, office), "to")
    if attendance.state != AttendanceState.WAITING:
        reject_if(why_not_move(attendance, AttendanceState.WAITING))
        reject_if(policies.why_not_wait_again(attendance, day=day_of(at, office.time_zone)))
    reject_if(policies.why_not_call(attendance, day=attendance.slot.day))
    attendance.state, attendance.officer, attendance.word = AttendanceState.WAITING, to, word.strip()
    attendance.calls, attendance.finished_at, attendance.arrived_at = 0, None, attendance.arrived_at or at
    attendance.save(update_fields=["state", "officer", "word", "calls", "finished_at", "arrived_at"])
    return attendance


@transaction.atomic
def set_priority(*, attendance: Attendance, priority: str, by: Any, at: datetime) -> Attendance:
    attendance = lock_row(attendance, *VISIT)
    refuse_if(why_not_serve(by, attendance.slot.place.office))
    attendance.priority = priority
    attendance.save(update_fields=["priority"])
    return attendance


@transaction.atomic
def undo_check_in(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody was checked in by mistake: a booking is expected again, a registration without one is taken back."""
    to = AttendanceState.CANCELLED if attendance.slot.kind == SlotKind.WALK_IN else AttendanceState.BOOKED
    attendance = lock_attendance_to_change(attendance, by, to)
    attendance.state, attendance.arrived_at, attendance.officer, attendance.word = to, None, None, ""
    attendance.save(update_fields=["state", "arrived_at", "officer", "word"])
    return attendance


@transaction.atomic
def mark_no_show(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.NO_SHOW)
    reject_if(policies.why_not_miss(attendance))
    attendance.state, attendance.finished_at = AttendanceState.NO_SHOW, at
    attendance.save(update_fields=["state", "finished_at"])
    return attendance
