"""Whether a slot can be booked or changed, and an attendance moved on, as a sentence of refusal. `None` means yes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from clinics.policies import why_not_open_on
from consultations.booking.enums import (
    ATTENDANCE_MOVES,
    ENQUIRY_MOVES,
    AttendanceState,
    EnquiryKind,
    EnquiryState,
    SlotKind,
    SlotState,
)
from consultations.booking.models.enquiries import Enquiry
from consultations.booking.models.seats import Attendance, Slot
from consultations.people.policies import list_served_offices, why_not_serve
from krs_portal.kit.clock import day_of
from krs_portal.offices.calendar import list_working_days
from krs_portal.offices.models import Office

# Working days until an enquiry is to be answered: what the portal promises everywhere, on the page that asks.
ANSWERED_WITHIN = {EnquiryKind.QUESTION: 5, EnquiryKind.CALL_BACK: 2}
URGENT_WITHIN = 1
# UU 27/2022 gives 3×24 hours, working days or not. Two days on, a whole day's end still lies within them.
DATA_WITHIN = timedelta(days=2)
FARTHEST = timedelta(days=60)  # longer than any row of holidays
FAMILY_SIZE = 10  # who come together to an individual time; more is a group


def why_not_book(slot: Slot, *, at: datetime) -> str | None:
    """Asked before the seats; whether one is really free, only the database knows."""
    if slot.state == SlotState.CANCELLED:
        return _("Jadwal ini dibatalkan.")
    if slot.starts_at <= at:
        return _("Jadwal ini sudah lewat.")
    if refusal := why_not_open_slot(slot):
        return refusal
    if slot.state == SlotState.CLOSED:
        return _("Jadwal ini tidak dibuka lagi.")
    if slot.registration_ends_at and slot.registration_ends_at <= at:
        return _("Pendaftaran untuk jadwal ini sudah ditutup.")
    return None


def why_not_open_slot(slot: Slot) -> str | None:
    """Is the place open then? What the weekly hours give is not held on a holiday either."""
    return why_not_open_on(slot.place, slot.day, with_holidays=slot.hours_id is not None)


def why_not_change_slot(slot: Slot, *, at: datetime) -> str | None:
    """What is over, or was called off, stays as it was."""
    if slot.state == SlotState.CANCELLED:
        return _("Jadwal ini dibatalkan.")
    return None if slot.starts_at > at else _("Jadwal ini sudah lewat.")


def why_not_change(attendance: Attendance, *, at: datetime) -> str | None:
    """A booking is moved as long as its time has not come."""
    if attendance.state != AttendanceState.BOOKED:
        return _("Janji yang berstatus “%(state)s” tidak dapat dipindahkan.") % {
            "state": attendance.get_state_display()
        }
    return None if attendance.slot.starts_at > at else _("Jadwal ini sudah lewat.")


def why_not_change_manner(attendance: Attendance, to_slot: Slot, agreed: str | None) -> str | None:
    """A telephone talk does not become a house visit unsaid."""
    if to_slot.channel in (attendance.slot.channel, agreed):
        return None
    return _(
        "Waktu itu untuk cara “%(new)s”, sedangkan janji ini “%(old)s”. Setujui perubahan caranya lebih dahulu."
    ) % {
        "new": to_slot.get_channel_display(),
        "old": attendance.slot.get_channel_display(),
    }


def why_not_cancel(attendance: Attendance, *, at: datetime) -> str | None:
    """What has begun is not called off any more: it is kept, or it was missed, and that is seen at the counter."""
    if refusal := why_not_move(attendance, AttendanceState.CANCELLED):
        return refusal
    return None if attendance.slot.starts_at > at else _("Jadwal ini sudah lewat; janjinya tidak dibatalkan lagi.")


def why_not_wait_again(attendance: Attendance, *, at: datetime) -> str | None:
    """Whoever let an offer lapse gets back in line; a form that was never sent had no place there."""
    if attendance.consented_at is None:
        return _("Nomor ini belum pernah menunggu. Buat janji dahulu.")
    return why_not_move(attendance, AttendanceState.WAITLISTED) or why_not_book(attendance.slot, at=at)


def why_not_on_my_way(attendance: Attendance, *, at: datetime) -> str | None:
    slot = attendance.slot
    if attendance.state != AttendanceState.BOOKED:
        return _("Janji ini berstatus “%(state)s”.") % {"state": attendance.get_state_display()}
    if slot.day != day_of(at, slot.place.office.time_zone):
        return _("Kabari kami pada hari janji Anda.")
    return None if at < slot.ends_at else _("Jadwal ini sudah lewat.")


def why_too_many(slot: Slot, *, party_size: int) -> str | None:
    if party_size < 1:
        return _("Jumlah orang paling sedikit 1.")
    if slot.kind == SlotKind.GROUP and party_size > slot.seats:
        return _("Sesi ini hanya untuk %(seats)d orang.") % {"seats": slot.seats}
    if slot.kind == SlotKind.INDIVIDUAL and party_size > FAMILY_SIZE:
        return _("Janji perseorangan untuk paling banyak %(seats)d orang. Untuk rombongan, pilih sesi kelompok.") % {
            "seats": FAMILY_SIZE
        }
    return None


def why_not_move(attendance: Attendance, to: AttendanceState) -> str | None:
    if to in ATTENDANCE_MOVES[AttendanceState(attendance.state)]:
        return None
    return _("Kehadiran yang berstatus “%(state)s” tidak dapat diubah menjadi “%(to)s”.") % {
        "state": attendance.get_state_display(),
        "to": to.label,
    }


def compute_due_day(office: Office, kind: EnquiryKind, is_urgent: bool, at: datetime) -> date:
    """The last day on which the office may answer, as its own calendar counts working days."""
    day = day_of(at, office.time_zone)
    if kind == EnquiryKind.DATA:
        return day + DATA_WITHIN
    within = URGENT_WITHIN if is_urgent else ANSWERED_WITHIN[kind]
    working = list_working_days(office.region, day + timedelta(days=1), day + FARTHEST)
    return working[min(within, len(working)) - 1] if working else day + timedelta(days=within)


def why_not_read_enquiries(user: Any) -> str | None:
    """The letters of citizens are for those who answer them."""
    if list_served_offices(user).clinics().exists():
        return None
    return _("Pertanyaan warga dibaca dan dijawab oleh petugas dan kepala klinik.")


def why_not_answer(user: Any, enquiry: Enquiry) -> str | None:
    if refusal := why_not_serve(user, enquiry.office):
        return refusal
    return why_not_answer_again(enquiry)


def why_not_answer_again(enquiry: Enquiry) -> str | None:
    if EnquiryState.ANSWERED in ENQUIRY_MOVES[EnquiryState(enquiry.state)]:
        return None
    return _("Pertanyaan ini sudah dijawab. Warga yang ingin bertanya lagi mengirim pertanyaan baru.")
