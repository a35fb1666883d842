"""The waiting list of a slot: whoever is offered a seat has it until they answer or the time is up."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.booking import messages, policies
from consultations.booking.enums import COMING, IN_LINE, AttendanceState
from consultations.booking.models.seats import Attendance, Slot
from consultations.booking.models.topics import Topic
from consultations.booking.services.booking import (
    CitizenDetails,
    build_attendance,
    cancel_booking,
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
    read_phone(citizen["phone"])
    lock_row(slot, no_key=True)  # so that the same request or number, sent twice at once, waits once
    if earlier := find_booking_by_key(idempotency_key, slot, topic, party_size, citizen):
        return earlier
    check_slot_takes_party(slot, party_size, at, consents=consents)
    attendance = build_attendance(slot, topic, party_size, idempotency_key, at)
    fill_booking(attendance, citizen, at)
    reject_if(str(ALREADY_WAITS) if waits_already(attendance) else "", "phone", "waits")
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


@transaction.atomic
def swap_into_offer(*, attendance: Attendance, reference: str, at: datetime) -> Attendance:
    """Take the offered seat and give up the booking of that day, which its reference proves to be one's own.

    Whoever joins a waiting list may type any telephone number: the number alone must not cancel a booking.
    """
    attendance, other = lock_swapped_pair(attendance, reference)
    if attendance.state == AttendanceState.BOOKED:
        return attendance
    with translation.override(other.language):
        reason = _("ditukar dengan kursi %(reference)s") % {"reference": attendance.reference}
    cancel_booking(attendance=other, at=at, reason=reason)
    return accept_offer(attendance=attendance, at=at)


def lock_swapped_pair(attendance: Attendance, reference: str) -> tuple[Attendance, Attendance]:
    """Both before any slot, and in the order of their ids: docs/decisions/0006."""
    known = Attendance.objects.known_by(reference, attendance.phone).exclude(pk=attendance.pk)
    other = known.filter(booked_on=attendance.booked_on, state__in=(*COMING, AttendanceState.CANCELLED)).first()
    if other is None:
        sentence = _("Nomor ini bukan janji Anda pada hari yang sama. Periksa nomornya pada tiket Anda.")
        raise ValidationError({"reference": sentence})
    locked = {row.pk: lock_attendance(row) for row in sorted((attendance, other), key=lambda row: row.pk)}
    return locked[attendance.pk], locked[other.pk]


@transaction.atomic
def wait_again(*, attendance: Attendance, at: datetime) -> Attendance:
    """Back in line after an offer ran out, at the place of before: pressing shows that somebody is there now."""
    attendance = lock_attendance(attendance)
    if attendance.state in IN_LINE:
        return attendance
    reject_if(policies.why_not_wait_again(attendance, at=at))
    reject_if(str(ALREADY_WAITS) if waits_already(attendance) else "", "phone", "waits")
    attendance.state, attendance.finished_at = AttendanceState.WAITLISTED, None
    attendance.save(update_fields=["state", "finished_at"])
    offer_free_seats(attendance.slot_id, at=at)
    attendance.refresh_from_db(fields=["state", "hold_ends_at"])
    return attendance


def waits_already(attendance: Attendance) -> bool:
    """The same number for the same person, in the line of this slot."""
    in_line = Attendance.objects.filter(slot=attendance.slot_id, phone=attendance.phone, state__in=IN_LINE)
    return bool(in_line.filter(on_behalf_of__iexact=attendance.on_behalf_of).exists())


def get_place_in_line(attendance: Attendance) -> int:
    """1 for whoever is next."""
    line = list(Attendance.objects.in_line().filter(slot=attendance.slot_id).values_list("pk", flat=True))
    return line.index(attendance.pk) + 1 if attendance.pk in line else 0
