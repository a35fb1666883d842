from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChartCode(models.TextChoices):
    """Drawings that stand under their own name. The values stand in addresses."""

    RUNNING = "berjalan", _("Jumlah berjalan")
    YEARS = "tahun", _("Tahun demi tahun")
    WEEKS = "minggu", _("Tiap minggu")
    OFFICES = "unit", _("Target dan capaian tiap unit")


class ChartForm(models.TextChoices):
    """What a drawing is handed out as."""

    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    SVG = "svg", "SVG"
    PRINT = "cetak", _("Cetak")


class GridOrder(models.TextChoices):
    GAP = "sisa", _("Yang paling kurang dahulu")
    PERCENT = "persen", _("Capaian tertinggi dahulu")
    REALISED = "realisasi", _("Realisasi terbanyak dahulu")
    NAME = "nama", _("Nama unit")


class GridGroup(models.TextChoices):
    NONE = "", _("Tanpa kelompok")
    PARENT = "atasan", _("Unit di atasnya")
    STATE = "status", _("Status target")


class SavedPage(models.TextChoices):
    """Pages whose choices can be kept under a name. The values stand in addresses."""

    BOARD = "dasbor", _("Dasbor capaian")
    COURSE = "perkiraan", _("Perkiraan dan tahun demi tahun")
    GRID = "kisi", _("Semua unit berdampingan")
    STRUCTURE = "struktur", _("Menurut struktur sekarang")

    @property
    def url_name(self) -> str:
        return {"dasbor": "clinics:dashboard", "perkiraan": "clinics:course", "kisi": "clinics:grid"}.get(
            self.value, "clinics:structure"
        )
