"""The record of a visit: found where it is open already, opened with what the booking knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from consultations.booking.enums import SlotKind
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.counter import policies
from consultations.counter.enums import ConsultationKind
from consultations.counter.models import Consultation


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
