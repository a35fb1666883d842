from django.db import models
from django.utils.translation import gettext_lazy as _


class EstateKind(models.TextChoices):
    RUSUN = "RUSUN", _("Rumah susun")
    RUSUS = "RUSUS", _("Rumah khusus")


class Beneficiary(models.TextChoices):
    """Who it was built for, in the words of the ministry's list (domain.md §4.2)."""

    MBR = "MBR", _("MBR")
    WORKERS = "WORKERS", _("Pekerja industri")
    STUDENTS_BOARDING = "STUDENTS_BOARDING", _("Peserta didik (LPKB)")
    STUDENTS_CAMPUS = "STUDENTS_CAMPUS", _("Peserta didik (perguruan tinggi)")
    MILITARY = "MILITARY", _("TNI")
    POLICE = "POLICE", _("POLRI")
    CIVIL_SERVANTS = "CIVIL_SERVANTS", _("ASN")
    FISHERS = "FISHERS", _("Nelayan")
    RESETTLED = "RESETTLED", _("Warga relokasi atau korban bencana")
    OTHER = "OTHER", _("Lainnya")


# Whom a round asks for: low-income people and workers.
ROUND_BENEFICIARIES = frozenset({Beneficiary.MBR, Beneficiary.WORKERS})


class Condition(models.TextChoices):
    GOOD = "GOOD", _("Baik")
    LIGHT = "LIGHT", _("Rusak ringan")
    MODERATE = "MODERATE", _("Rusak sedang")
    HEAVY = "HEAVY", _("Rusak berat")

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of the badge; the icon is the kind's own."""
        return {self.GOOD: "success", self.HEAVY: "danger"}.get(self, "warning"), ""


class LandStatus(models.TextChoices):
    CLEAR = "CLEAR", _("Jelas")
    DISPUTED = "DISPUTED", _("Bermasalah")


class CoordinateQuality(models.TextChoices):
    OK = "OK", _("Sesuai")
    NEEDS_CHECK = "NEEDS_CHECK", _("Perlu validasi")
    MISSING = "MISSING", _("Belum ada")


class UnitState(models.TextChoices):
    HABITABLE = "HABITABLE", _("Siap huni")
    BROKEN = "BROKEN", _("Rusak")
    RESERVED = "RESERVED", _("Dipakai pengelola")


class EmptyReason(models.TextChoices):
    BROKEN = "BROKEN", _("Unit rusak")
    NO_UTILITIES = "NO_UTILITIES", _("Air atau listrik belum tersambung")
    WAITING_FACILITIES = "WAITING_FACILITIES", _("Menunggu fasilitas")
    SELECTION = "SELECTION", _("Pendataan calon penghuni belum selesai")
    HAND_OVER = "HAND_OVER", _("Serah terima belum selesai")
    NO_APPLICANTS = "NO_APPLICANTS", _("Belum ada peminat")
    RESERVED = "RESERVED", _("Dipakai pengelola")
    UNKNOWN = "UNKNOWN", _("Belum diketahui")


class OccupancyBand(models.TextChoices):
    """How full an estate is; unknown while a block is unanswered."""

    EMPTY = "EMPTY", _("Kosong")
    LOW = "LOW", _("Di bawah 50 %")
    PARTLY = "PARTLY", _("50 sampai 80 %")
    MOST = "MOST", _("Di atas 80 %")
    FULL = "FULL", _("Penuh")
    UNKNOWN = "UNKNOWN", _("Belum diketahui")


class FacilityKind(models.TextChoices):
    WATER = "WATER", _("Air bersih")
    POWER = "POWER", _("Listrik")
    SANITATION = "SANITATION", _("Sanitasi")
    WASTEWATER = "WASTEWATER", _("IPAL")
    ROAD = "ROAD", _("Jalan lingkungan")
    FENCE = "FENCE", _("Pagar")
    PARKING = "PARKING", _("Parkir")


class TariffBand(models.TextChoices):
    """Structure of rent, Permen PUPR 7/2022 Ps 49."""

    UPPER = "UPPER", _("Atas")
    MIDDLE_OPERATION = "MIDDLE_OPERATION", _("Menengah (operasional)")
    MIDDLE_UPKEEP = "MIDDLE_UPKEEP", _("Menengah (pemeliharaan)")
    LOWER_OPERATION = "LOWER_OPERATION", _("Bawah (operasional)")
    LOWER_UPKEEP = "LOWER_UPKEEP", _("Bawah (pemeliharaan)")
