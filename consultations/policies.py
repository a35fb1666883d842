"""Who may do what with slots, attendances and consultations, as sentences. `None` means yes."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from clinics.policies import acts_for_ministry
from consultations.enums import (
    ATTENDANCE_MOVES,
    CONSULTATION_MOVES,
    AttendanceState,
    ConsultationState,
    SlotKind,
    SlotState,
)
from consultations.models import Attendance, Consultation, Slot
from krs_portal.kit.clock import day_of
from krs_portal.offices.enums import CLINIC_KINDS, OfficeKind, Role
from krs_portal.offices.models import Membership, Office
from krs_portal.offices.policies import held, why_not_act
from krs_portal.offices.querysets import OfficeQuerySet
from krs_portal.reports.enums import Sight

COUNTER_ROLES = (Role.OFFICER, Role.HEAD, Role.ADMIN)
FAMILY_SIZE = 10  # who come together to an individual time; more is a group


def works_in_clinic(user: Any) -> bool:
    """Has a counter to work at: an officer or head of a clinic, or an administrator."""
    at_counter = (Role.OFFICER, Role.HEAD)
    return any(role == Role.ADMIN or (kind in CLINIC_KINDS and role in at_counter) for kind, role in held(user))


def reads_consultations(user: Any) -> bool:
    """Has consultations in sight: everybody of a clinic or of the ministry."""
    kinds = (*CLINIC_KINDS, OfficeKind.DIRECTORATE)
    return any(role == Role.ADMIN or kind in kinds for kind, role in held(user))


def reads_evaluation(user: Any) -> bool:
    """Answers for an office or judges it."""
    kinds = (*CLINIC_KINDS, OfficeKind.DIRECTORATE)
    judging = (Role.HEAD, Role.EVALUATOR, Role.AUDITOR)
    return any(role == Role.ADMIN or (kind in kinds and role in judging) for kind, role in held(user))


def why_not_open_desk(user: Any) -> str | None:
    """The counter's day is its own people's; an auditor may look."""
    if works_in_clinic(user) or Membership.objects.of(user).filter(role=Role.AUDITOR).exists():
        return None
    return _("Meja layanan hanya untuk petugas dan kepala klinik.")


def why_not_read_consultations(user: Any) -> str | None:
    if reads_consultations(user):
        return None
    return _("Daftar konsultasi hanya untuk klinik dan kementerian.")


def offices_served(user: Any) -> OfficeQuerySet:
    """The offices at whose counter the user works, themselves or from above: there people are known by name."""
    own = Membership.objects.of(user).filter(role__in=COUNTER_ROLES).values_list("office_id", flat=True)
    ids = list(own)
    return Office.objects.filter(Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids))


def sees_person(user: Any, office: Office) -> bool:
    """May read names and telephone numbers of the office's people; everybody else sees initials."""
    return offices_served(user).filter(pk=office.pk).exists()


def why_not_serve(user: Any, office: Office) -> str | None:
    """Working at an office's counter: registering, calling, writing consultations."""
    return why_not_act(user, office, *COUNTER_ROLES)


def why_not_book(slot: Slot, *, at: datetime) -> str | None:
    """Told before the seats are asked for; whether a seat is really free, only the database says."""
    if slot.state != SlotState.OPEN:
        return _("Jadwal ini dibatalkan.")
    if slot.starts_at <= at:
        return _("Jadwal ini sudah lewat.")
    if slot.registration_ends_at and slot.registration_ends_at <= at:
        return _("Pendaftaran untuk jadwal ini sudah ditutup.")
    return None


def why_not_change_slot(slot: Slot, *, at: datetime) -> str | None:
    """What is over, or was called off, stays as it was."""
    if slot.state != SlotState.OPEN:
        return _("Jadwal ini dibatalkan.")
    return None if slot.starts_at > at else _("Jadwal ini sudah lewat.")


def why_not_change(attendance: Attendance, *, at: datetime) -> str | None:
    """A booking is moved as long as its time has not come."""
    if attendance.state != AttendanceState.BOOKED:
        return _("Janji yang berstatus “%(state)s” tidak dapat dipindahkan.") % {
            "state": attendance.get_state_display()
        }
    return None if attendance.slot.starts_at > at else _("Jadwal ini sudah lewat.")


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


def why_not_arrive(attendance: Attendance, *, day: date) -> str | None:
    """A booking is checked in on its own day, at its own place."""
    if attendance.slot.day == day:
        return None
    return _("Janji ini untuk hari lain. Daftarkan sebagai pengunjung langsung bila tetap dilayani hari ini.")


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


def sight_of_evaluation(user: Any) -> Sight:
    """The ministry, administrators and auditors see drafts, too; a head sees what was published."""
    own = held(user)
    if any(kind == OfficeKind.DIRECTORATE or role in (Role.ADMIN, Role.AUDITOR) for kind, role in own):
        return Sight.EVERYTHING
    return Sight.PUBLISHED if any(role == Role.HEAD for _kind, role in own) else Sight.NOTHING


def why_not_build_evaluation(user: Any) -> str | None:
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang menyusun laporan evaluasi.")


def why_not_publish_evaluation(user: Any) -> str | None:
    return None if acts_for_ministry(user) else _("Hanya evaluator kementerian yang menerbitkan laporan evaluasi.")


def why_not_see_evaluation(user: Any) -> str | None:
    """The evaluation of a year is the business of heads, the ministry and auditors."""
    if reads_evaluation(user):
        return None
    return _("Evaluasi hanya untuk kepala unit, kementerian, dan auditor.")
