"""The waiting list of a slot: whoever is offered a seat has it until they answer or the time is up."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking import messages, policies
from consultations.booking.enums import IN_LINE, AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.services.booking import (
    CitizenDetails,
    build_attendance,
    check_slot_takes_party,
    fill_booking,
    find_booking_by_key,
    lock_attendance,
)
from consultations.booking.services.seats import offer_free_seats, read_phone, save_attendance, save_seated_attendance
from krs_portal.kit.locking import lock_row
from krs_portal.kit.refusals import reject_if

# Not whose place it is: anybody who knows the telephone number can provoke this sentence.
ALREADY_WAITS = gettext_lazy(
    "Nomor telepon ini sudah ada di daftar tunggu jadwal ini. Buka dengan nomor janjinya di Cek Janji, atau isi nama "
    "orang yang Anda daftarkan."
)


@transaction.atomic
def join_waiting_list(
    *,
    slot: Slot,
    topic: Topic,
    at: datetime,
    consents: bool,
    party_size: int = 1,
    idempotency_key: str | None = None,
    **citizen: Unpack[CitizenDetails],
) -> Attendance:
    """Wait for a seat; whoever finds one free meanwhile is offered it at once.

    The same number waits once for itself, and once for each person it registers. It finds, it does not open: whoever
    types a number that waits already is told so, and gets nobody's row.
    """
    phone = read_phone(citizen["phone"])
    lock_row(slot, no_key=True)  # so that the same request or number, sent twice at once, waits once
    if earlier := find_booking_by_key(idempotency_key, slot, topic, party_size, citizen):
        return earlier
    check_slot_takes_party(slot, party_size, at, consents=consents)
    attendance = build_attendance(slot, topic, party_size, idempotency_key, at)
    fill_booking(attendance, citizen, at)
    in_line = Attendance.objects.filter(slot=slot, phone=phone, state__in=IN_LINE)
    waits = in_line.filter(on_behalf_of__iexact=attendance.on_behalf_of).exists()
    reject_if(str(ALREADY_WAITS) if waits else "", "phone", "waits")
    attendance.state = AttendanceState.WAITLISTED
    save_attendance(attendance, at)
    offer_free_seats(slot.pk, at=at)
    attendance.refresh_from_db(fields=["state", "hold_ends_at"])
    return attendance


@transaction.atomic
def accept_offer(*, attendance: Attendance, at: datetime) -> Attendance:
    """Book the offered seat. An expired offer is still accepted while a seat is free."""
    attendance = lock_attendance(attendance)
    if attendance.state == AttendanceState.BOOKED:
        return attendance
    reject_if(policies.why_not_move(attendance, AttendanceState.BOOKED))
    was_offered = attendance.consented_at is not None  # else it is a hold of a form that was never sent
    reject_if("" if was_offered else _("Tidak ada penawaran untuk nomor ini."))
    check_slot_takes_party(attendance.slot, attendance.party_size, at)
    attendance.state, attendance.hold_ends_at, attendance.finished_at = AttendanceState.BOOKED, None, None
    save_seated_attendance(attendance, at=at)
    messages.announce_booking(attendance, at=at)
    return attendance


def get_place_in_line(attendance: Attendance) -> int:
    """1 for whoever is next."""
    line = list(Attendance.objects.in_line().filter(slot=attendance.slot_id).values_list("pk", flat=True))
    return line.index(attendance.pk) + 1 if attendance.pk in line else 0
