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


class Unit(models.TextChoices):
    """What one count of an indicator is."""

    SERVICE = "SERVICE", _("layanan")
    SESSION = "SESSION", _("sesi")
    PERSON = "PERSON", _("orang")
    GROUP = "GROUP", _("kelompok")
    HOUSE = "HOUSE", _("unit rumah")
    PERCENT = "PERCENT", _("persen")
    INDEX = "INDEX", _("nilai 25-100")


class Measure(models.TextChoices):
    """What a source can be measured by; a counting rule picks one. The app that posts says how it measures."""

    CONSULTATION = "CONSULTATION", _("satu per konsultasi yang ditutup, perseorangan atau kelompok")
    SESSION = "SESSION", _("satu per pertemuan")
    PERSON = "PERSON", _("jumlah orang yang hadir")
    GROUP = "GROUP", _("satu per konsultasi kelompok")
    ASSISTED_HOUSE = "ASSISTED_HOUSE", _("satu per rumah yang mendapat bantuan teknis, sekali setahun")


class PeriodKind(models.TextChoices):
    YEAR = "YEAR", _("Tahun")
    SEMESTER = "SEMESTER", _("Semester")
    QUARTER = "QUARTER", _("Triwulan")
    MONTH = "MONTH", _("Bulan")
