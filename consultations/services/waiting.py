"""The waiting list of a slot: whoever is offered a seat has it until they answer or the time is up."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from consultations import messages, policies
from consultations.enums import AttendanceState
from consultations.models import Attendance, Slot, Topic
from consultations.services.booking import Citizen, booked_before, fill, locked, newly, refuse
from consultations.services.seats import as_phone, offer_next, save, save_seated


@transaction.atomic
def join_waiting_list(
    *,
    slot: Slot,
    topic: Topic,
    at: datetime,
    consents: bool,
    party_size: int = 1,
    idempotency_key: str | None = None,
    **citizen: Unpack[Citizen],
) -> Attendance:
    """Wait for a seat; whoever finds one free meanwhile is offered it at once."""
    phone = as_phone(citizen["phone"])
    if earlier := booked_before(idempotency_key, slot, phone):
        return earlier
    refuse(slot, party_size, at, consents=consents)
    Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    if earlier := Attendance.objects.in_line().filter(slot=slot, phone=phone).first():
        return earlier
    attendance = newly(slot, topic, party_size, idempotency_key, at)
    fill(attendance, citizen, phone, at)
    attendance.state = AttendanceState.WAITLISTED
    save(attendance)
    offer_next(slot.pk, at=at)
    attendance.refresh_from_db(fields=["state", "hold_ends_at"])
    return attendance


@transaction.atomic
def accept_offer(*, attendance: Attendance, at: datetime) -> Attendance:
    """Book what was offered. Too late is still in time while a seat is left."""
    attendance = locked(attendance)
    if attendance.state == AttendanceState.BOOKED:
        return attendance
    if refusal := policies.why_not_move(attendance, AttendanceState.BOOKED):
        raise ValidationError(refusal)
    if attendance.consented_at is None:  # a hold of a form that was never sent
        raise ValidationError(_("Tidak ada penawaran untuk nomor ini."))
    refuse(attendance.slot, attendance.party_size, at)
    attendance.state, attendance.hold_ends_at, attendance.finished_at = AttendanceState.BOOKED, None, None
    save_seated(attendance, at=at)
    messages.booked(attendance, at=at)
    return attendance


def place_in_line(attendance: Attendance) -> int:
    """1 for whoever is next."""
    line = list(Attendance.objects.in_line().filter(slot=attendance.slot_id).values_list("pk", flat=True))
    return line.index(attendance.pk) + 1 if attendance.pk in line else 0
