from django.db import models
from django.utils.translation import gettext_lazy as _


class RevisionState(models.TextChoices):
    QUEUED = "QUEUED", _("Menunggu giliran")
    RUNNING = "RUNNING", _("Sedang disusun")
    READY = "READY", _("Siap")
    FAILED = "FAILED", _("Gagal disusun")


# READY → QUEUED is asking again: a fresh draft, or the paper without the draft mark. Published revisions move no more.
REVISION_MOVES = {
    RevisionState.QUEUED: {RevisionState.RUNNING, RevisionState.FAILED},
    RevisionState.RUNNING: {RevisionState.QUEUED, RevisionState.READY, RevisionState.FAILED},
    RevisionState.READY: {RevisionState.QUEUED},
    RevisionState.FAILED: {RevisionState.QUEUED},
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
            "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "CSV": "text/csv; charset=utf-8",
        }[self.value]


class Sight(models.TextChoices):
    """How much of a kind of report somebody sees."""

    NOTHING = "NOTHING", _("tidak ada")
    PUBLISHED = "PUBLISHED", _("yang sudah terbit")
    EVERYTHING = "EVERYTHING", _("semua, juga draf")
