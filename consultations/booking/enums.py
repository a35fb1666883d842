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
    # Nobody is added: its day is closed, or the hours no longer hold it. Who is booked is to be moved or told.
    CLOSED = "CLOSED", _("Tutup")
    CANCELLED = "CANCELLED", _("Dibatalkan")


class AttendanceState(models.TextChoices):
    HELD = "HELD", _("Sedang diisi")
    WAITLISTED = "WAITLISTED", _("Daftar tunggu")
    OFFERED = "OFFERED", _("Ditawari kursi")
    BOOKED = "BOOKED", _("Terdaftar")
    WAITING = "WAITING", _("Menunggu")
    CALLED = "CALLED", _("Dipanggil")
    ON_HOLD = "ON_HOLD", _("Ditunda")
    IN_SERVICE = "IN_SERVICE", _("Dilayani")
    DONE = "DONE", _("Selesai")
    LEFT = "LEFT", _("Pergi")
    NO_SHOW = "NO_SHOW", _("Tidak hadir")
    CANCELLED = "CANCELLED", _("Dibatalkan")
    EXPIRED = "EXPIRED", _("Kedaluwarsa")

    @property
    def look(self) -> tuple[str, str]:
        kinds = {"BOOKED": "success", "OFFERED": "warning", "CANCELLED": "danger", "EXPIRED": "danger"}
        return kinds.get(self.value, "info"), ""


# An expired hold or offer may still become a booking, as long as a seat is there; whoever waited may wait again.
ATTENDANCE_MOVES = {
    AttendanceState.HELD: {AttendanceState.BOOKED, AttendanceState.EXPIRED},
    AttendanceState.WAITLISTED: {AttendanceState.OFFERED, AttendanceState.CANCELLED, AttendanceState.EXPIRED},
    AttendanceState.OFFERED: {AttendanceState.BOOKED, AttendanceState.CANCELLED, AttendanceState.EXPIRED},
    AttendanceState.BOOKED: {AttendanceState.WAITING, AttendanceState.NO_SHOW, AttendanceState.CANCELLED},
    AttendanceState.WAITING: {
        AttendanceState.CALLED,
        AttendanceState.IN_SERVICE,
        AttendanceState.ON_HOLD,
        AttendanceState.LEFT,
        AttendanceState.NO_SHOW,
        AttendanceState.CANCELLED,
        AttendanceState.BOOKED,
    },
    AttendanceState.CALLED: {
        AttendanceState.IN_SERVICE,
        AttendanceState.WAITING,
        AttendanceState.ON_HOLD,
        AttendanceState.LEFT,
        AttendanceState.NO_SHOW,
    },
    AttendanceState.ON_HOLD: {AttendanceState.WAITING, AttendanceState.IN_SERVICE, AttendanceState.LEFT},
    AttendanceState.IN_SERVICE: {
        AttendanceState.DONE,
        AttendanceState.WAITING,
        AttendanceState.ON_HOLD,
        AttendanceState.LEFT,
    },
    AttendanceState.DONE: {AttendanceState.IN_SERVICE},
    # Whoever is found to have been served after all, when the day is over, is done.
    AttendanceState.LEFT: {AttendanceState.WAITING, AttendanceState.DONE},
    AttendanceState.NO_SHOW: {AttendanceState.WAITING, AttendanceState.DONE},
    AttendanceState.CANCELLED: set(),
    AttendanceState.EXPIRED: {AttendanceState.HELD, AttendanceState.BOOKED, AttendanceState.WAITLISTED},
}


# In these states a person has seats; the trigger `keep_seats` counts them.
SEATED = (
    AttendanceState.HELD,
    AttendanceState.OFFERED,
    AttendanceState.BOOKED,
    AttendanceState.WAITING,
    AttendanceState.CALLED,
    AttendanceState.ON_HOLD,
    AttendanceState.IN_SERVICE,
    AttendanceState.DONE,
    AttendanceState.LEFT,
    AttendanceState.NO_SHOW,
)


IN_LINE = (AttendanceState.OFFERED, AttendanceState.WAITLISTED)


TIMED = (AttendanceState.HELD, AttendanceState.OFFERED)  # seated until a moment only


# At the counter, and not done with.
HERE = (AttendanceState.WAITING, AttendanceState.CALLED, AttendanceState.ON_HOLD, AttendanceState.IN_SERVICE)


COMING = (AttendanceState.BOOKED, *HERE)


class Priority(models.TextChoices):
    """Why somebody is called before others who came at the same time (UU 25/2009, article 29; UU 8/2016)."""

    ELDERLY = "ELDERLY", _("Lansia")
    PREGNANT = "PREGNANT", _("Ibu hamil")
    DISABLED = "DISABLED", _("Penyandang disabilitas")
    WITH_CHILD = "WITH_CHILD", _("Membawa anak kecil")
    SHORT_WAIT = "SHORT_WAIT", _("Tidak dapat lama menunggu")


class ServiceChannel(models.TextChoices):
    OFFICE = "OFFICE", _("Di kantor")
    ONLINE = "ONLINE", _("Daring")
    PHONE = "PHONE", _("Telepon")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    MPP = "MPP", _("Mal Pelayanan Publik")
    SITE_VISIT = "SITE_VISIT", _("Kunjungan lapangan")
    POP_UP = "POP_UP", _("Klinik keliling")
    OUTREACH = "OUTREACH", _("Sosialisasi")

    @property
    def meets_elsewhere(self) -> bool:
        """Whether people stay where they are: they are called, or the officer comes to them."""
        return self in (self.ONLINE, self.PHONE, self.WHATSAPP, self.SITE_VISIT)

    @property
    def icon(self) -> str:
        icons = {
            "OFFICE": "building-community",
            "ONLINE": "device-desktop",
            "PHONE": "phone",
            "WHATSAPP": "message-2",
            "SITE_VISIT": "home",
        }
        return icons.get(self.value, "flag")


class LeadsTo(models.TextChoices):
    NEXT = "NEXT", _("Pertanyaan berikutnya")
    TOPIC = "TOPIC", _("Topik lain")
    CHANNEL = "CHANNEL", _("Cara yang disarankan")


class StandardPart(models.TextChoices):
    DELIVERY = "DELIVERY", _("Penyampaian layanan")
    MANAGEMENT = "MANAGEMENT", _("Pengelolaan layanan")


class StandardComponent(models.TextChoices):
    """What a service standard has to say, in the order of PermenPANRB 15/2014."""

    REQUIREMENTS = "REQUIREMENTS", _("Persyaratan")
    PROCEDURE = "PROCEDURE", _("Sistem, mekanisme, dan prosedur")
    DURATION = "DURATION", _("Jangka waktu layanan")
    COST = "COST", _("Biaya atau tarif")
    PRODUCT = "PRODUCT", _("Produk layanan")
    COMPLAINTS = "COMPLAINTS", _("Penanganan pengaduan, saran, dan masukan")
    LAW = "LAW", _("Dasar hukum")
    FACILITIES = "FACILITIES", _("Sarana, prasarana, dan fasilitas")
    COMPETENCE = "COMPETENCE", _("Kompetensi pelaksana")
    OVERSIGHT = "OVERSIGHT", _("Pengawasan internal")
    STAFF = "STAFF", _("Jumlah pelaksana")
    GUARANTEE = "GUARANTEE", _("Jaminan layanan")
    SAFETY = "SAFETY", _("Jaminan keamanan dan keselamatan layanan")
    EVALUATION = "EVALUATION", _("Evaluasi kinerja pelaksana")

    @property
    def part(self) -> StandardPart:
        delivery = (self.REQUIREMENTS, self.PROCEDURE, self.DURATION, self.COST, self.PRODUCT, self.COMPLAINTS)
        return StandardPart.DELIVERY if self in delivery else StandardPart.MANAGEMENT


class AccessNeed(models.TextChoices):
    """What somebody needs so that they can take part like everybody else."""

    WHEELCHAIR = "WHEELCHAIR", _("Kursi roda: jalan masuk tanpa tangga")
    SIGN = "SIGN", _("Juru bahasa isyarat")
    HEARING = "HEARING", _("Sulit mendengar: bicara berhadapan atau lewat tulisan")
    SEEING = "SEEING", _("Sulit melihat: dibacakan, dituntun")
    READING = "READING", _("Bantuan membaca atau menulis")


class EnquiryKind(models.TextChoices):
    QUESTION = "QUESTION", _("Jawaban tertulis")
    CALL_BACK = "CALL_BACK", _("Minta ditelepon")
    DATA = "DATA", _("Permintaan tentang data pribadi saya")


class EnquiryState(models.TextChoices):
    OPEN = "OPEN", _("Menunggu jawaban")
    ANSWERED = "ANSWERED", _("Sudah dijawab")

    @property
    def look(self) -> tuple[str, str]:
        return ("success", "circle-check") if self == self.ANSWERED else ("info", "clock")


# What is written stays written: a further question is an enquiry of its own.
ENQUIRY_MOVES = {EnquiryState.OPEN: {EnquiryState.ANSWERED}, EnquiryState.ANSWERED: set()}
