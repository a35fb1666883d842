from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    OFFICE = "OFFICE", _("Pojok KRS di kantor")
    MPP = "MPP", _("Loket Mal Pelayanan Publik")
    POP_UP = "POP_UP", _("Klinik keliling")
    ONLINE = "ONLINE", _("Daring")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Senin")
    TUESDAY = 2, _("Selasa")
    WEDNESDAY = 3, _("Rabu")
    THURSDAY = 4, _("Kamis")
    FRIDAY = 5, _("Jumat")
    SATURDAY = 6, _("Sabtu")
    SUNDAY = 7, _("Minggu")


class CountUnit(models.TextChoices):
    """What one count of an indicator is."""

    SERVICE = "SERVICE", _("layanan")
    SESSION = "SESSION", _("sesi")
    PERSON = "PERSON", _("orang")
    GROUP = "GROUP", _("kelompok")
    HOUSE = "HOUSE", _("unit rumah")
    PROMISE = "PROMISE", _("tindak lanjut")
    REFERRAL = "REFERRAL", _("rujukan")
    PERCENT = "PERCENT", _("persen")
    INDEX = "INDEX", _("nilai 25-100")


class IndicatorKind(models.TextChoices):
    """How the figures of an indicator come about. Only a count has entries of its own in the ledger."""

    COUNT = "COUNT", _("jumlah")
    RATIO = "RATIO", _("persentase dari dua jumlah")
    INDEX = "INDEX", _("nilai survei")


class Direction(models.TextChoices):
    """Which way a figure should go."""

    UP = "UP", _("makin tinggi makin baik")
    DOWN = "DOWN", _("makin rendah makin baik")


class Measure(models.TextChoices):
    """What a source can be measured by; a counting rule picks one. The app that posts says how it measures."""

    CONSULTATION = "CONSULTATION", _("satu per konsultasi yang ditutup, perseorangan atau kelompok")
    SESSION = "SESSION", _("satu per pertemuan")
    PERSON = "PERSON", _("jumlah orang yang hadir")
    GROUP = "GROUP", _("satu per konsultasi kelompok")
    ASSISTED_HOUSE = "ASSISTED_HOUSE", _("satu per rumah yang mendapat bantuan teknis, sekali setahun")
    PROMISE_DUE = "PROMISE_DUE", _("satu per tindak lanjut yang jatuh tempo atau selesai")
    PROMISE_KEPT = "PROMISE_KEPT", _("satu per tindak lanjut yang selesai pada waktunya")
    REFERRAL_DUE = "REFERRAL_DUE", _("satu per rujukan yang dijawab atau lewat batas jawabannya")
    REFERRAL_ANSWERED = "REFERRAL_ANSWERED", _("satu per rujukan yang dijawab mitra")
    SURVEY = "SURVEY", _("jawaban survei, tidak masuk buku capaian")

    @classmethod
    def list_of_consultations(cls) -> list[Measure]:
        """Those of a consultation, which ends with an outcome."""
        return [cls.CONSULTATION, cls.SESSION, cls.PERSON, cls.GROUP, cls.ASSISTED_HOUSE]

    @classmethod
    def list_of_promises(cls) -> list[Measure]:
        return [cls.PROMISE_DUE, cls.PROMISE_KEPT]

    @classmethod
    def list_of_referrals(cls) -> list[Measure]:
        return [cls.REFERRAL_DUE, cls.REFERRAL_ANSWERED]


class TargetState(models.TextChoices):
    """How a figure stands against its target."""

    REACHED = "reached", _("Mencapai target")
    MISSED = "missed", _("Belum mencapai target")
    FAILED = "failed", _("Tidak mencapai target")
    UNRECORDED = "unrecorded", _("Belum ada catatan")
    UNTARGETED = "untargeted", _("Di luar target")
    EXEMPT = "exempt", _("Dibebaskan dari target")


class TargetRevisionState(models.TextChoices):
    """What was decided about a target."""

    SET = "SET", _("target ditetapkan")
    EXEMPT = "EXEMPT", _("dibebaskan dari target")
    WITHDRAWN = "WITHDRAWN", _("target dicabut karena keliru")


class OfficeShare(models.TextChoices):
    """Of which offices a total is asked: those with a target, or the others."""

    TARGETED = "targeted", _("unit bertarget")
    OUTSIDE = "outside", _("di luar target")


class Cause(models.TextChoices):
    """Why an entry stands in the ledger. Under an exception it is the exception; what was done, its source says."""

    CLOSED = "CLOSED", _("ditutup")
    CORRECTED = "CORRECTED", _("dikoreksi")
    REOPENED = "REOPENED", _("dibuka kembali")
    VOIDED = "VOIDED", _("dibatalkan")
    IMPORTED = "IMPORTED", _("diimpor")
    EXCEPTION = "EXCEPTION", _("pengecualian periode")

    @classmethod
    def list_changing(cls) -> list[str]:
        """Those of entries that change what was counted before; the others bring in what was not counted yet."""
        return [cls.CORRECTED, cls.REOPENED, cls.VOIDED, cls.EXCEPTION]


class FigureKind(models.TextChoices):
    """Which figure of one or more offices is meant: what was counted, or what is reckoned from it and the target.

    The values stand in addresses that were printed on paper: they are never changed, nor used for anything else.
    """

    REALISED = "realisasi", _("Realisasi")
    TARGETED = "bertarget", _("Realisasi unit bertarget")
    OUTSIDE = "luar", _("Realisasi di luar target")
    TARGET = "target", _("Target")
    PERCENT = "persen", _("Capaian")
    CAPPED = "sampai-target", _("Sampai target")
    CAPPED_PERCENT = "persen-dibatasi", _("Capaian dibatasi pada target")
    GAP = "selisih", _("Sisa atau lebih")
    SHORT = "sisa", _("Sisa unit di bawah target")
    OVER = "lebih", _("Lebih unit di atas target")
    PACE = "laju", _("Seharusnya bila dibagi rata")
    NEEDED = "perlu", _("Perlu tiap minggu")
    REACHED = "tercapai", _("Unit yang mencapai target")

    @property
    def is_percent(self) -> bool:
        return self in (FigureKind.PERCENT, FigureKind.CAPPED_PERCENT)

    @property
    def is_counted(self) -> bool:
        """Whether ledger rows add up to it."""
        return self in (FigureKind.REALISED, FigureKind.TARGETED, FigureKind.OUTSIDE)


class ChangeReason(models.TextChoices):
    """Why a figure is another than it was known to be, as statistics offices part their revisions."""

    BETTER_DATA = "DATA", _("data lebih lengkap")
    CORRECTION = "KOREKSI", _("koreksi")
    METHOD = "METODE", _("cara menghitung")
    STRUCTURE = "STRUKTUR", _("target atau cakupan unit")


class ChangeKind(models.TextChoices):
    """What moved a figure between two moments of knowing it, in the order in which the steps are told."""

    NEW = "baru", _("Terjadi sesudah saat itu")
    LATE = "terlambat", _("Dicatat kemudian")
    RULE = "aturan", _("Versi aturan hitung baru")
    CORRECTED = "dikoreksi", _("Dikoreksi")
    REOPENED = "dibuka", _("Dibuka kembali")
    VOIDED = "dibatalkan", _("Dibatalkan")
    EXCEPTION = "pengecualian", _("Dengan pengecualian periode")
    TARGET_SET = "target", _("Target diubah")
    TARGET_EXEMPT = "dibebaskan", _("Unit dibebaskan dari target")
    TARGET_WITHDRAWN = "dicabut", _("Target dicabut karena keliru")

    @property
    def reason(self) -> ChangeReason:
        if self in (ChangeKind.NEW, ChangeKind.LATE, ChangeKind.EXCEPTION):
            return ChangeReason.BETTER_DATA
        if self == ChangeKind.RULE:
            return ChangeReason.METHOD
        is_structure = self in (ChangeKind.TARGET_SET, ChangeKind.TARGET_EXEMPT)
        return ChangeReason.STRUCTURE if is_structure else ChangeReason.CORRECTION

    @property
    def cause(self) -> str:
        """Of the entries of this step; empty where the day they happened on decides."""
        is_cause = self in (ChangeKind.CORRECTED, ChangeKind.REOPENED, ChangeKind.VOIDED, ChangeKind.EXCEPTION)
        return Cause[self.name].value if is_cause else ""


class GapKind(models.TextChoices):
    """Why a published figure was another than ours on the day it was said, as far as anything says so."""

    SOURCE_SUM = "penjumlahan", _("Penjumlahan sumber")
    UNKNOWN = "tidak-diketahui", _("Tidak diketahui")


class PeriodKind(models.TextChoices):
    YEAR = "YEAR", _("Tahun")
    SEMESTER = "SEMESTER", _("Semester")
    QUARTER = "QUARTER", _("Triwulan")
    MONTH = "MONTH", _("Bulan")


class TableStep(models.TextChoices):
    """What a press of a button does with the table of targets; only the last one saves."""

    PASTE = "paste", _("Isi dari tempelan")
    EVEN = "even", _("Bagi rata tiap bulan")
    SHAPE = "shape", _("Menurut pola tahun lalu")
    CHECK = "check", _("Lihat perubahannya")
    SAVE = "save", _("Simpan")
