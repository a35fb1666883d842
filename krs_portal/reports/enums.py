from django.db import models
from django.utils.translation import gettext_lazy as _

from krs_portal.kit.downloads import XLSX


class RevisionState(models.TextChoices):
    QUEUED = "QUEUED", _("Menunggu giliran")
    RUNNING = "RUNNING", _("Sedang disusun")
    READY = "READY", _("Siap")
    FAILED = "FAILED", _("Gagal disusun")
    CANCELLED = "CANCELLED", _("Dihentikan")

    @property
    def look(self) -> tuple[str, str]:
        looks = {"READY": ("warning", "pencil"), "FAILED": ("danger", ""), "CANCELLED": ("neutral", "ban")}
        return looks.get(self.value, ("info", ""))


# READY → QUEUED is asking again: a fresh draft, or the paper without the draft mark. Published revisions move no more.
# What is stopped while it was being published is the draft again that it was: QUEUED or RUNNING → READY.
REVISION_MOVES = {
    RevisionState.QUEUED: {RevisionState.RUNNING, RevisionState.READY, RevisionState.FAILED, RevisionState.CANCELLED},
    RevisionState.RUNNING: {RevisionState.QUEUED, RevisionState.READY, RevisionState.FAILED, RevisionState.CANCELLED},
    RevisionState.READY: {RevisionState.QUEUED},
    RevisionState.FAILED: {RevisionState.QUEUED},
    RevisionState.CANCELLED: {RevisionState.QUEUED},
}
UNFINISHED = (RevisionState.QUEUED, RevisionState.RUNNING)


class FileFormat(models.TextChoices):
    PDF = "PDF", "PDF"
    XLSX = "XLSX", "XLSX"
    CSV = "CSV", "CSV"

    @property
    def media_type(self) -> str:
        return {
            "PDF": "application/pdf",
            "XLSX": XLSX,
            "CSV": "text/csv; charset=utf-8",
        }[self.value]


class Sight(models.TextChoices):
    """How much of a kind of report somebody sees."""

    NOTHING = "NOTHING", _("tidak ada")
    PUBLISHED = "PUBLISHED", _("yang sudah terbit")
    EVERYTHING = "EVERYTHING", _("semua, juga draf")


class DifferenceCategory(models.TextChoices):
    """Why two figures differ, by so much of the difference."""

    LATE = "LATE", _("Dicatat sesudah angka pembanding dinyatakan")
    CORRECTED = "CORRECTED", _("Dikoreksi atau dibatalkan sesudahnya")
    SOURCE = "SOURCE", _("Salah jumlah atau salah kutip dalam sumber")
    SCOPE = "SCOPE", _("Cakupan unit atau wilayah berbeda")
    RULE = "RULE", _("Cara menghitung berbeda")
    UNTRACED = "UNTRACED", _("Tidak dapat ditelusuri lagi")
    OTHER = "OTHER", _("Lainnya, seperti diterangkan")


NEEDS_REFERENCE = (DifferenceCategory.UNTRACED, DifferenceCategory.OTHER)  # the category alone says too little
