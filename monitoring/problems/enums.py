from django.db import models
from django.utils.translation import gettext_lazy as _


class ProblemCategory(models.TextChoices):
    BUILDING = "BUILDING", _("Fisik bangunan")
    WATER = "WATER", _("Air bersih")
    POWER = "POWER", _("Listrik")
    SANITATION = "SANITATION", _("Sanitasi")
    LAND = "LAND", _("Lahan")
    HAND_OVER = "HAND_OVER", _("Serah terima aset")
    MANAGER = "MANAGER", _("Pengelola")
    OCCUPANCY = "OCCUPANCY", _("Penghunian")
    ARREARS = "ARREARS", _("Tunggakan")
    LEASE = "LEASE", _("Masa sewa")
    TARIFF = "TARIFF", _("Tarif")
    BUDGET = "BUDGET", _("Anggaran")
    SOCIAL = "SOCIAL", _("Sosial")
    OTHER = "OTHER", _("Lainnya")


class Severity(models.TextChoices):
    LIGHT = "LIGHT", _("Ringan")
    MODERATE = "MODERATE", _("Sedang")
    HEAVY = "HEAVY", _("Berat")
    EMERGENCY = "EMERGENCY", _("Darurat")

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of the badge."""
        return {
            self.LIGHT: ("neutral", "flag"),
            self.MODERATE: ("warning", "flag"),
            self.HEAVY: ("danger", "alert-triangle"),
            self.EMERGENCY: ("danger", "alert-circle"),
        }[self]


class DecisionLevel(models.TextChoices):
    """Who can decide about a problem: its money or its law may be beyond the kab/kota."""

    LOCAL = "LOCAL", _("Kab/kota")
    PROVINCE = "PROVINCE", _("Provinsi")
    MINISTRY = "MINISTRY", _("Kementerian")


class ProblemStep(models.TextChoices):
    """What is done about a problem before it is resolved, each with its clock."""

    LOOK = "LOOK", _("Diperiksa")
    SUMMARY = "SUMMARY", _("Ringkasan tertulis")
    SAFE = "SAFE", _("Dibuat aman")


class ClockUnit(models.TextChoices):
    HOURS = "HOURS", _("jam")
    WORKING_DAYS = "WORKING_DAYS", _("hari kerja")


class ClockStart(models.TextChoices):
    KNOWN = "KNOWN", _("sejak pertama diketahui")
    LOOK = "LOOK", _("sejak diperiksa")


class ProblemState(models.TextChoices):
    OPEN = "OPEN", _("Terbuka")
    IN_PROGRESS = "IN_PROGRESS", _("Diproses")
    RESOLVED = "RESOLVED", _("Selesai")

    @property
    def look(self) -> tuple[str, str]:
        """Kind and icon of the badge."""
        return {
            self.OPEN: ("warning", "alert-circle"),
            self.IN_PROGRESS: ("info", "tool"),
            self.RESOLVED: ("success", "check"),
        }[self]


# Words that are ignored when the titles of two problems are compared.
IDLE_WORDS = frozenset(
    ("yang", "dan", "di", "ke", "dari", "pada", "untuk", "dengan", "atau", "sudah", "belum", "ada", "lagi", "masih")
)

PROBLEM_MOVES = {
    ProblemState.OPEN: {ProblemState.IN_PROGRESS, ProblemState.RESOLVED},
    ProblemState.IN_PROGRESS: {ProblemState.RESOLVED, ProblemState.OPEN},
    ProblemState.RESOLVED: {ProblemState.OPEN},
}


class DeskSection(models.TextChoices):
    """The three headings of the desk form for problems and solutions (domain.md §4.3)."""

    PLANNING = "PLANNING", _("Program dan perencanaan")
    EXECUTION = "EXECUTION", _("Pelaksanaan")
    OCCUPANCY = "OCCUPANCY", _("Penghunian dan serah terima aset")


# The heading of a problem for which none was chosen; categories not named here belong under occupancy.
SECTIONS = {
    ProblemCategory.LAND: DeskSection.PLANNING,
    ProblemCategory.BUDGET: DeskSection.PLANNING,
    ProblemCategory.BUILDING: DeskSection.EXECUTION,
    ProblemCategory.WATER: DeskSection.EXECUTION,
    ProblemCategory.POWER: DeskSection.EXECUTION,
    ProblemCategory.SANITATION: DeskSection.EXECUTION,
}
