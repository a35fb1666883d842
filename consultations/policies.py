"""Who may do what with slots, attendances and consultations, as sentences. `None` means yes."""

from typing import Any

from django.utils.translation import gettext as _

from consultations.enums import ATTENDANCE_MOVES, CONSULTATION_MOVES, AttendanceState, ConsultationState, SlotState
from consultations.models import Attendance, Consultation, Slot
from krs_portal.offices.enums import Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import why_not_act

COUNTER_ROLES = (Role.OFFICER, Role.HEAD, Role.ADMIN)


def why_not_serve(user: Any, office: Office) -> str | None:
    """Working at an office's counter: registering, calling, writing consultations."""
    return why_not_act(user, office, *COUNTER_ROLES)


def why_not_book(slot: Slot, *, seats: int, at: Any) -> str | None:
    """Told before the seats are asked for; whether a seat is really free, only the database says."""
    if slot.state != SlotState.OPEN:
        return _("Jadwal ini dibatalkan.")
    if slot.starts_at <= at:
        return _("Jadwal ini sudah lewat.")
    if seats > slot.seats:
        return _("Jadwal ini hanya untuk %(seats)d orang.") % {"seats": slot.seats}
    return None


def why_not_move(attendance: Attendance, to: AttendanceState) -> str | None:
    if to in ATTENDANCE_MOVES[AttendanceState(attendance.state)]:
        return None
    return _("Kehadiran yang berstatus “%(state)s” tidak dapat diubah menjadi “%(to)s”.") % {
        "state": attendance.get_state_display(),
        "to": to.label,
    }


def why_not_edit(user: Any, consultation: Consultation) -> str | None:
    """An open consultation is edited; a closed one is corrected, so that the ledger follows."""
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    if consultation.state == ConsultationState.CLOSED:
        return _("Konsultasi sudah ditutup. Gunakan koreksi agar capaian ikut diperbaiki.")
    return None


def why_not_close(user: Any, consultation: Consultation) -> str | None:
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    if ConsultationState.CLOSED not in CONSULTATION_MOVES[ConsultationState(consultation.state)]:
        return _("Konsultasi ini sudah ditutup.")
    return None


def why_not_reopen(user: Any, consultation: Consultation) -> str | None:
    """Reopening takes the service out of the achievement, so a head decides."""
    if refusal := why_not_act(user, consultation.office, Role.HEAD, Role.ADMIN):
        return refusal
    if ConsultationState.OPEN not in CONSULTATION_MOVES[ConsultationState(consultation.state)]:
        return _("Konsultasi ini masih berjalan.")
    return None


def why_not_correct(user: Any, consultation: Consultation) -> str | None:
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    if consultation.state != ConsultationState.CLOSED:
        return _("Konsultasi ini masih berjalan; ubah langsung isinya.")
    return None


def why_not_note(user: Any, office: Office) -> str | None:
    """The evaluation note of an office is its own head's word."""
    return why_not_act(user, office, Role.HEAD, Role.ADMIN)
