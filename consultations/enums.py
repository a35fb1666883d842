from django.db import models
from django.utils.translation import gettext_lazy as _


class Pillar(models.TextChoices):
    INFORMATION = "INFORMATION", _("Informasi")
    TECHNICAL = "TECHNICAL", _("Bantuan teknis")
    ACCOMPANIMENT = "ACCOMPANIMENT", _("Pendampingan")


class SlotKind(models.TextChoices):
    INDIVIDUAL = "INDIVIDUAL", _("Perseorangan")
    GROUP = "GROUP", _("Kelompok")
    WALK_IN = "WALK_IN", _("Datang langsung")


class SlotState(models.TextChoices):
    OPEN = "OPEN", _("Terbuka")
    CANCELLED = "CANCELLED", _("Dibatalkan")


class AttendanceState(models.TextChoices):
    HELD = "HELD", _("Sedang diisi")
    WAITLISTED = "WAITLISTED", _("Daftar tunggu")
    OFFERED = "OFFERED", _("Ditawari kursi")
    BOOKED = "BOOKED", _("Terdaftar")
    WAITING = "WAITING", _("Menunggu")
    IN_SERVICE = "IN_SERVICE", _("Dilayani")
    DONE = "DONE", _("Selesai")
    NO_SHOW = "NO_SHOW", _("Tidak hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")
    EXPIRED = "EXPIRED", _("Kedaluwarsa")


# An expired hold or offer may still become a booking, as long as a seat is there.
ATTENDANCE_MOVES = {
    AttendanceState.HELD: {AttendanceState.BOOKED, AttendanceState.EXPIRED},
    AttendanceState.WAITLISTED: {AttendanceState.OFFERED, AttendanceState.CANCELLED, AttendanceState.EXPIRED},
    AttendanceState.OFFERED: {AttendanceState.BOOKED, AttendanceState.CANCELLED, AttendanceState.EXPIRED},
    AttendanceState.BOOKED: {AttendanceState.WAITING, AttendanceState.NO_SHOW, AttendanceState.CANCELLED},
    AttendanceState.WAITING: {AttendanceState.IN_SERVICE, AttendanceState.NO_SHOW, AttendanceState.CANCELLED},
    AttendanceState.IN_SERVICE: {AttendanceState.DONE, AttendanceState.WAITING},
    AttendanceState.DONE: {AttendanceState.IN_SERVICE},
    AttendanceState.NO_SHOW: {AttendanceState.WAITING},
    AttendanceState.CANCELLED: set(),
    AttendanceState.EXPIRED: {AttendanceState.HELD, AttendanceState.BOOKED},
}
# In these states a person has seats; the trigger `keep_seats` counts them.
SEATED = (
    AttendanceState.HELD,
    AttendanceState.OFFERED,
    AttendanceState.BOOKED,
    AttendanceState.WAITING,
    AttendanceState.IN_SERVICE,
    AttendanceState.DONE,
    AttendanceState.NO_SHOW,
)
TIMED = (AttendanceState.HELD, AttendanceState.OFFERED)  # seated until a moment only
COMING = (AttendanceState.BOOKED, AttendanceState.WAITING, AttendanceState.IN_SERVICE)


class Channel(models.TextChoices):
    OFFICE = "OFFICE", _("Di kantor")
    ONLINE = "ONLINE", _("Daring")
    PHONE = "PHONE", _("Telepon")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    MPP = "MPP", _("Mal Pelayanan Publik")
    SITE_VISIT = "SITE_VISIT", _("Kunjungan lapangan")
    POP_UP = "POP_UP", _("Klinik keliling")
    OUTREACH = "OUTREACH", _("Sosialisasi")


class ConsultationKind(models.TextChoices):
    INDIVIDUAL = "INDIVIDUAL", _("Perseorangan")
    GROUP = "GROUP", _("Kelompok")


class ConsultationState(models.TextChoices):
    OPEN = "OPEN", _("Berjalan")
    CLOSED = "CLOSED", _("Selesai")


CONSULTATION_MOVES = {
    ConsultationState.OPEN: {ConsultationState.CLOSED},
    ConsultationState.CLOSED: {ConsultationState.OPEN},
}


class Outcome(models.TextChoices):
    ADVISED = "ADVISED", _("Diberi saran")
    ASSISTED = "ASSISTED", _("Diberi bantuan teknis")
    REFERRED = "REFERRED", _("Dirujuk")
    INFORMED = "INFORMED", _("Diberi informasi")
    DISCONTINUED = "DISCONTINUED", _("Tidak dilanjutkan pemohon")


class AmendmentKind(models.TextChoices):
    REOPENED = "REOPENED", _("Dibuka kembali")
    CORRECTED = "CORRECTED", _("Dikoreksi")


class LeadsTo(models.TextChoices):
    NEXT = "NEXT", _("Pertanyaan berikutnya")
    TOPIC = "TOPIC", _("Topik lain")
    CHANNEL = "CHANNEL", _("Cara yang disarankan")
