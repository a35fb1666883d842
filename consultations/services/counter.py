"""The counter's day: who has come, who is served, who did not come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from consultations import policies
from consultations.enums import AttendanceState, ConsultationKind, SlotKind
from consultations.models import Attendance, Consultation
from consultations.services.door import held_door, next_queue_number
from krs_portal.kit.clock import day_of


def locked(attendance: Attendance, by: Any, to: AttendanceState) -> Attendance:
    """The attendance's row, held, once the policy agrees that it may become `to`."""
    fresh: Attendance = (
        Attendance.objects.select_for_update(of=("self",)).select_related("slot__place__office").get(pk=attendance.pk)
    )
    if refusal := policies.why_not_serve(by, fresh.slot.place.office):
        raise PermissionDenied(refusal)
    if refusal := policies.why_not_move(fresh, to):
        raise ValidationError(refusal)
    return fresh


@transaction.atomic
def check_in(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    """Somebody who booked has come: they get the next queue number of the day."""
    attendance = locked(attendance, by, AttendanceState.WAITING)
    place = attendance.slot.place
    day = day_of(at, place.office.time_zone)
    if refusal := policies.why_not_arrive(attendance, day=day):
        raise ValidationError(refusal)
    door = held_door(place, day)
    if attendance.queue_number is None:
        attendance.queue_number = next_queue_number(place, door)
    attendance.state, attendance.arrived_at = AttendanceState.WAITING, attendance.arrived_at or at
    attendance.save(update_fields=["state", "arrived_at", "queue_number"])
    return attendance


@transaction.atomic
def call(*, attendance: Attendance, by: Any, at: datetime) -> Consultation:
    """Take a waiting person to the desk; the consultation's draft opens with what is known."""
    attendance = locked(attendance, by, AttendanceState.IN_SERVICE)
    attendance.state, attendance.called_at = AttendanceState.IN_SERVICE, at
    attendance.save(update_fields=["state", "called_at"])
    place = attendance.slot.place
    is_group = attendance.slot.kind == SlotKind.GROUP
    consultation, made = Consultation.objects.get_or_create(
        attendance=attendance,
        defaults={
            "office": place.office,
            "place": place,
            "kind": ConsultationKind.GROUP if is_group else ConsultationKind.INDIVIDUAL,
            "channel": attendance.slot.channel,
            "client_name": attendance.name,
            "head_count": attendance.party_size,
            "officer": by,
            "happened_on": day_of(at, place.office.time_zone),
            "recorded_at": at,
            "recorded_by": by,
        },
    )
    if made:
        consultation.topics.add(attendance.topic)
    return consultation


@transaction.atomic
def mark_no_show(*, attendance: Attendance, by: Any, at: datetime) -> Attendance:
    attendance = locked(attendance, by, AttendanceState.NO_SHOW)
    attendance.state, attendance.finished_at = AttendanceState.NO_SHOW, at
    attendance.save(update_fields=["state", "finished_at"])
    return attendance
