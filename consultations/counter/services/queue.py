"""The counter's day: who has come, who is served, who did not come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.booking.enums import AttendanceState, SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.policies import why_not_move
from consultations.counter import policies
from consultations.counter.enums import ConsultationKind
from consultations.counter.models import Consultation
from consultations.counter.services.door import get_next_queue_number, lock_walk_in_slot
from consultations.counter.services.record import lock_consultation, mark_void
from consultations.people.models.person import Person
from consultations.people.policies import why_not_serve
from consultations.people.services import Told, receive_person
from krs_portal.kit.clock import day_of
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import refuse_if, reject_if


def lock_attendance_to_change(attendance: Attendance, by: Any, to: AttendanceState) -> Attendance:
    """Lock the attendance once the policies agree that this user may move it to the state."""
    fresh = lock_row(attendance, "slot__place__office", "slot__topic", "topic", "person")
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
    attendance.person = attendance.person or receive_visitor(attendance, at)
    attendance.save(update_fields=["state", "arrived_at", "queue_number", "person"])
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
def call_person(*, attendance: Attendance, by: Any, at: datetime) -> Consultation:
    """Take a waiting person to be served; the draft of the consultation opens with what is known.

    Whoever is called from a group session joins the one consultation of that session.
    """
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.IN_SERVICE)
    attendance.state, attendance.called_at = AttendanceState.IN_SERVICE, at
    attendance.save(update_fields=["state", "called_at"])
    if attendance.slot.kind == SlotKind.GROUP:
        lock_row(attendance.slot, no_key=True)  # two called at once from one session find the same draft
    reject_if(why_not_join_record(attendance))
    return find_record(attendance) or open_draft(attendance, by=by, at=at)


def get_subject(attendance: Attendance) -> dict[str, Any]:
    """What the record of a visit hangs on: the attendance, or the group session it belongs to."""
    is_group = attendance.slot.kind == SlotKind.GROUP
    return {"session": attendance.slot} if is_group else {"attendance": attendance}


def find_record(attendance: Attendance) -> Consultation | None:
    return Consultation.objects.standing().filter(**get_subject(attendance)).first()


def why_not_join_record(attendance: Attendance) -> str | None:
    """Why nobody more comes to the session of this attendance; `None` for whoever comes alone."""
    session = find_record(attendance) if attendance.slot.kind == SlotKind.GROUP else None
    return policies.why_not_join(session) if session else None


def open_draft(attendance: Attendance, *, by: Any, at: datetime) -> Consultation:
    """A draft with what the booking knows."""
    if attendance.slot.kind == SlotKind.GROUP:
        return open_session_draft(attendance.slot, topic=attendance.slot.topic or attendance.topic, by=by, at=at)
    return write_draft(
        attendance.slot,
        topic=attendance.topic,
        by=by,
        at=at,
        attendance=attendance,
        person=attendance.person,
        client_name=attendance.name,
        head_count=attendance.party_size,
    )


def open_session_draft(slot: Slot, *, topic: Topic, by: Any, at: datetime) -> Consultation:
    """The one draft of a group session; how many came is counted when it is closed."""
    name = slot.title or str(topic)
    return write_draft(
        slot, topic=topic, by=by, at=at, session=slot, kind=ConsultationKind.GROUP, client_name=name
    )  # fmt: skip


def write_draft(slot: Slot, *, topic: Topic, by: Any, at: datetime, **known: Any) -> Consultation:
    consultation = Consultation.objects.create(
        office=slot.place.office,
        place=slot.place,
        channel=slot.channel,
        officer=by,
        happened_on=slot.day,
        recorded_at=at,
        recorded_by=by,
        **known,
    )
    consultation.topics.add(topic)
    return consultation


@transaction.atomic
def put_back(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Undo a call: the person waits again with the number they had. A draft in which nothing was written is voided."""
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.WAITING)
    attendance.state, attendance.called_at = AttendanceState.WAITING, None
    attendance.save(update_fields=["state", "called_at"])
    for draft in Consultation.objects.blank().filter(attendance=attendance):
        mark_void(lock_consultation(draft), _("Panggilan dibatalkan."), by=by, at=at)
    return attendance


@transaction.atomic
def undo_check_in(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody was checked in by mistake: a booking is expected again, a registration without one is taken back."""
    to = AttendanceState.CANCELLED if attendance.slot.kind == SlotKind.WALK_IN else AttendanceState.BOOKED
    attendance = lock_attendance_to_change(attendance, by, to)
    attendance.state, attendance.arrived_at = to, None
    attendance.save(update_fields=["state", "arrived_at"])
    return attendance


@transaction.atomic
def mark_no_show(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    attendance = lock_attendance_to_change(attendance, by, AttendanceState.NO_SHOW)
    attendance.state, attendance.finished_at = AttendanceState.NO_SHOW, at
    attendance.save(update_fields=["state", "finished_at"])
    return attendance
