"""Who may read, write, close, reopen and correct consultations, as a sentence of refusal. `None` means yes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from consultations.booking.enums import AttendanceState, SlotKind, SlotState
from consultations.booking.models.seats import Attendance, Slot
from consultations.counter.enums import CONSULTATION_MOVES, ConsultationState, Outcome
from consultations.counter.models import Consultation
from consultations.counter.referring import is_referred
from consultations.people.models.house import House
from consultations.people.policies import list_served_offices, why_not_serve, works_in_clinic
from consultations.people.querysets import HouseQuerySet
from krs_portal.kit.formats import format_clock
from krs_portal.offices.enums import CLINIC_KINDS, OfficeKind, Role
from krs_portal.offices.models import Office
from krs_portal.offices.policies import list_kinds_and_roles, why_not_act
from krs_portal.offices.querysets import OfficeQuerySet, list_offices_with_role

CALLS_BEFORE_NO_SHOW = 3
CALL_AGAIN_AFTER = timedelta(minutes=2)  # somebody may be on their way from the far end of the hall


def reads_consultations(user: Any) -> bool:
    """Has consultations in sight: everybody of a clinic or of the ministry."""
    kinds = (*CLINIC_KINDS, OfficeKind.DIRECTORATE)
    return any(role == Role.ADMIN or kind in kinds for kind, role in list_kinds_and_roles(user))


def why_not_read_consultations(user: Any) -> str | None:
    if reads_consultations(user):
        return None
    return _("Daftar konsultasi hanya untuk klinik dan kementerian.")


def list_known_houses(user: Any) -> HouseQuerySet:
    """The houses whose addresses the user may read: those of consultations at offices that the user serves.

    An address tells who lives there, so that other offices' houses are never offered.
    """
    served = Consultation.objects.filter(house=OuterRef("pk"), office__in=list_served_offices(user))
    return House.objects.filter(Exists(served))


def reads_house(user: Any, house: House) -> bool:
    """Whether the address may be read: of the house itself, or of one that was merged into it."""
    return list_known_houses(user).of_family([house.kept.pk]).exists()


def why_not_edit_house(user: Any, house: House) -> str | None:
    if house.is_merged:
        return _("Catatan ini sudah digabungkan; ubah catatan yang dipakai.")
    if reads_house(user, house):
        return None
    return _("Rumah ini hanya diubah oleh unit yang melayaninya.")


def why_not_merge_houses(user: Any, kept: House, other: House) -> str | None:
    """Merging takes a house out of an achievement, so the head of every office that served either decides."""
    served = Consultation.objects.standing().filter(house__in=House.objects.of_family([kept.pk, other.pk]))
    for office in Office.objects.filter(pk__in=served.values("office")).select_related("parent").order_by("pk"):
        if why_not_act(user, office, Role.HEAD, Role.ADMIN):
            return _(
                "Menggabungkan rumah mengubah capaian; hanya kepala setiap unit yang melayaninya yang melakukannya."
            )
    return None


def list_headed_offices(user: Any) -> OfficeQuerySet:
    """The clinics whose head or administrator the user is, and those below."""
    return Office.objects.at_or_below(list_offices_with_role(user, Role.HEAD, Role.ADMIN)).clinics()


def why_not_look_up_houses(user: Any) -> str | None:
    if list_served_offices(user).clinics().exists():
        return None
    return _("Hanya petugas dan kepala klinik yang mencatat konsultasi.")


def why_not_see_logbooks(user: Any) -> str | None:
    if works_in_clinic(user):
        return None
    return _("Buku catatan konsultasi hanya untuk petugas dan kepala klinik.")


def why_not_import_logbook(user: Any, office: Office) -> str | None:
    """Lines of a logbook count for their office, so that its own people bring them in."""
    if office.kind not in CLINIC_KINDS:
        return _("Buku catatan konsultasi dimasukkan untuk unit yang punya klinik.")
    return why_not_serve(user, office)


def why_not_arrive(attendance: Attendance, *, day: date) -> str | None:
    """A booking is checked in on its own day, at its own place."""
    if attendance.slot.day == day:
        return None
    return _("Janji ini untuk hari lain. Daftarkan sebagai pengunjung langsung bila tetap dilayani hari ini.")


def why_not_call(attendance: Attendance, *, day: date) -> str | None:
    """People are called to a window one by one, on their own day."""
    if attendance.slot.kind == SlotKind.GROUP:
        return _("Peserta sesi kelompok tidak dipanggil satu per satu; layani lewat halaman sesinya.")
    return None if attendance.slot.day == day else _("Yang dipanggil hanya mereka yang datang hari ini.")


def why_not_call_again(attendance: Attendance, *, at: datetime) -> str | None:
    if attendance.state != AttendanceState.CALLED or attendance.called_at is None:
        return _("Yang dipanggil lagi hanya yang sudah dipanggil dan belum datang ke loket.")
    again = attendance.called_at + CALL_AGAIN_AFTER
    if at >= again:
        return None
    return _("Baru saja dipanggil; panggil lagi mulai pukul %(time)s.") % {
        "time": format_clock(again, attendance.slot.place.office.time_zone)
    }


def why_not_miss(attendance: Attendance) -> str | None:
    """Whoever was called is given up after several calls, at whatever window."""
    if attendance.state != AttendanceState.CALLED or attendance.calls >= CALLS_BEFORE_NO_SHOW:
        return None
    return _("Baru dipanggil %(calls)d kali; tidak hadir sesudah %(most)d kali dipanggil.") % {
        "calls": attendance.calls,
        "most": CALLS_BEFORE_NO_SHOW,
    }


def why_not_call_after(consultation: Consultation, *, day: date) -> str | None:
    """After the record of whoever sat at a window today, the next one is called there."""
    if consultation.attendance_id and consultation.place_id and consultation.happened_on == day:
        return None
    return _("Yang berikutnya dipanggil sesudah kunjungan hari ini.")


def ask_to_finish(served: Attendance) -> str:
    """What is asked before the next one is called."""
    return _("Anda masih melayani %(name)s. Selesaikan dahulu?") % {"name": served.name}


def why_not_go_on(record: Consultation) -> str | None:
    """Whose record is closed is not served further; a head opens it again."""
    if record.state == ConsultationState.CLOSED:
        return _("Konsultasinya sudah ditutup; kepala unit dapat membukanya kembali.")
    return None


def why_not_wait_again(attendance: Attendance, *, day: date) -> str | None:
    """Nobody waits on a day that is over; and who has not come is checked in, so that they get a number."""
    if attendance.state in (AttendanceState.BOOKED, AttendanceState.NO_SHOW):
        return _("Orang ini belum tercatat datang; catat kedatangannya.")
    if attendance.slot.day == day:
        return None
    return _("Hari itu sudah lewat; catat apa yang terjadi dengan kunjungannya.")


def why_not_finish(attendance: Attendance) -> str | None:
    if attendance.slot.kind == SlotKind.GROUP:
        return _("Sesi kelompok selesai saat catatannya ditutup.")
    return None


def why_not_hand_over(by: Any, to: Any, office: Office) -> str | None:
    if by == to:
        return _("Orang ini sudah pada Anda; pilih rekan lain.")
    if why_not_serve(to, office):
        return _("Rekan itu tidak melayani di unit ini.")
    return None


def why_not_end_day(day: date, *, today: date) -> str | None:
    return _("Hari itu belum tiba.") if day > today else None


def why_not_served_after_all(attendance: Attendance, *, day: date) -> str | None:
    """Of whoever left or did not come on a day that is over it may turn out that they were served."""
    if attendance.slot.kind == SlotKind.GROUP:
        return _("Peserta sesi dicatat lewat halaman sesinya.")
    if attendance.slot.day >= day:
        return _("Hari ini orangnya masih dapat dikembalikan ke antrean.")
    return None


def why_not_join(session: Consultation) -> str | None:
    """Nobody joins a session whose record is closed: how many came is counted."""
    if session.state == ConsultationState.CLOSED:
        return _("Sesi ini sudah ditutup. Koreksi jumlah orangnya bila masih ada yang hadir.")
    return None


def why_not_list_attendance(slot: Slot, record: Consultation | None, *, day: date) -> str | None:
    """Who came to a session is written from its day on, until its record is closed."""
    if slot.state == SlotState.CANCELLED:
        return _("Sesi ini dibatalkan.")
    if slot.day > day:
        return _("Daftar hadir diisi mulai hari sesi ini.")
    return why_not_join(record) if record else None


def why_not_edit(user: Any, consultation: Consultation) -> str | None:
    """An open consultation is edited; a closed one is corrected, so that the ledger follows."""
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    if consultation.state == ConsultationState.CLOSED:
        return _("Konsultasi sudah ditutup. Gunakan koreksi agar capaian ikut diperbaiki.")
    if consultation.state == ConsultationState.VOIDED:
        return _("Konsultasi ini dibatalkan.")
    return None


def why_not_close(user: Any, consultation: Consultation) -> str | None:
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    if ConsultationState.CLOSED not in CONSULTATION_MOVES[ConsultationState(consultation.state)]:
        return (
            _("Konsultasi ini sudah ditutup.")
            if consultation.state == ConsultationState.CLOSED
            else _("Konsultasi ini dibatalkan.")
        )
    return None


def why_not_outcome(consultation: Consultation, outcome: str) -> str | None:
    """Who was referred was referred to somebody, and what was assisted is a house.

    What came in from old records stays as it was written.
    """
    if outcome == Outcome.REFERRED and not is_referred(consultation):
        return _(
            "Belum ada rujukan dari konsultasi ini. Simpan dahulu, tekan “Rujuk”, lalu tutup dengan hasil “Dirujuk”."
        )
    if outcome == Outcome.ASSISTED and not (consultation.house and consultation.is_technical_assistance):
        return _(
            "Hasil “Diberi bantuan teknis” memerlukan rumahnya: isi alamat rumah dan centang “Bantuan teknis untuk "
            "rumah ini”."
        )
    return None


def why_not_reopen(user: Any, consultation: Consultation) -> str | None:
    """Reopening takes the service out of the achievement, so a head decides."""
    if refusal := why_not_act(user, consultation.office, Role.HEAD, Role.ADMIN):
        return refusal
    if ConsultationState.OPEN not in CONSULTATION_MOVES[ConsultationState(consultation.state)]:
        return (
            _("Konsultasi ini masih berjalan.")
            if consultation.state == ConsultationState.OPEN
            else _("Konsultasi ini dibatalkan.")
        )
    return None


def why_not_void(user: Any, consultation: Consultation) -> str | None:
    """A draft is its writer's to take back; a closed one is in the achievement, so a head decides."""
    if consultation.state == ConsultationState.VOIDED:
        return _("Konsultasi ini dibatalkan.")
    if consultation.state == ConsultationState.CLOSED:
        return why_not_act(user, consultation.office, Role.HEAD, Role.ADMIN)
    return why_not_serve(user, consultation.office)


def why_not_correct(user: Any, consultation: Consultation) -> str | None:
    if refusal := why_not_serve(user, consultation.office):
        return refusal
    if consultation.state != ConsultationState.CLOSED:
        return (
            _("Konsultasi ini masih berjalan; ubah langsung isinya.")
            if consultation.state == ConsultationState.OPEN
            else _("Konsultasi ini dibatalkan.")
        )
    return None


def why_not_move_visit(consultation: Consultation, day: date) -> str | None:
    """The day of a visit is its slot's."""
    if day == consultation.happened_on or not (consultation.attendance_id or consultation.session_id):
        return None
    return _("Tanggal layanan mengikuti jadwal kehadirannya dan tidak diubah di sini.")


def why_not_change_day(user: Any, consultation: Consultation, day: date) -> str | None:
    """The day of a counted service decides the month it counts for: moving it to another month is the head's word."""
    if refusal := why_not_move_visit(consultation, day):
        return refusal
    if (day.year, day.month) != (consultation.happened_on.year, consultation.happened_on.month) and why_not_act(
        user, consultation.office, Role.HEAD, Role.ADMIN
    ):
        return _("Memindahkan layanan ke bulan lain mengubah capaian dua bulan; hanya kepala unit yang melakukannya.")
    return None
