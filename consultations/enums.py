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
    BOOKED = "BOOKED", _("Terdaftar")
    WAITING = "WAITING", _("Menunggu")
    IN_SERVICE = "IN_SERVICE", _("Dilayani")
    DONE = "DONE", _("Selesai")
    NO_SHOW = "NO_SHOW", _("Tidak hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")


ATTENDANCE_MOVES = {
    AttendanceState.BOOKED: {AttendanceState.WAITING, AttendanceState.NO_SHOW, AttendanceState.CANCELLED},
    AttendanceState.WAITING: {AttendanceState.IN_SERVICE, AttendanceState.NO_SHOW, AttendanceState.CANCELLED},
    AttendanceState.IN_SERVICE: {AttendanceState.DONE, AttendanceState.WAITING},
    AttendanceState.DONE: {AttendanceState.IN_SERVICE},
    AttendanceState.NO_SHOW: {AttendanceState.WAITING},
    AttendanceState.CANCELLED: set(),
}


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
