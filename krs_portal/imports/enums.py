from django.db import models
from django.utils.translation import gettext_lazy as _


class BatchState(models.TextChoices):
    QUEUED = "QUEUED", _("Menunggu giliran")
    CHECKING = "CHECKING", _("Sedang diperiksa")
    READY = "READY", _("Siap dimasukkan")
    COMMITTING = "COMMITTING", _("Sedang dimasukkan")
    COMMITTED = "COMMITTED", _("Sudah dimasukkan")
    UNDONE = "UNDONE", _("Dibatalkan")
    FAILED = "FAILED", _("Belum terbaca")

    @property
    def look(self) -> tuple[str, str]:
        return {
            "READY": ("info", "clipboard-check"),
            "COMMITTED": ("success", ""),
            "UNDONE": ("neutral", "history"),
            "FAILED": ("danger", ""),
        }.get(self.value, ("neutral", ""))


# → QUEUED is reading once more, with other columns or corrected rows. What is committed keeps its rows that wait, and
# those can follow later; a commit that could not be finished leaves the batch as it was.
BATCH_MOVES = {
    BatchState.QUEUED: {BatchState.CHECKING, BatchState.FAILED},
    BatchState.CHECKING: {BatchState.QUEUED, BatchState.READY, BatchState.COMMITTED, BatchState.FAILED},
    BatchState.READY: {BatchState.QUEUED, BatchState.COMMITTING},
    BatchState.COMMITTING: {BatchState.COMMITTED, BatchState.READY},
    BatchState.COMMITTED: {BatchState.QUEUED, BatchState.COMMITTING, BatchState.UNDONE},
    BatchState.UNDONE: set(),
    BatchState.FAILED: {BatchState.QUEUED},
}
WORKING = (BatchState.QUEUED, BatchState.CHECKING, BatchState.COMMITTING)


class RowState(models.TextChoices):
    READY = "READY", _("Siap")
    NEEDS_CORRECTION = "NEEDS_CORRECTION", _("Perlu perbaikan")
    DUPLICATE = "DUPLICATE", _("Sudah ada")
    COMMITTED = "COMMITTED", _("Sudah dimasukkan")
    UNDONE = "UNDONE", _("Dibatalkan")
    SKIPPED = "SKIPPED", _("Dilewati")

    @property
    def look(self) -> tuple[str, str]:
        looks = {"READY": "success", "COMMITTED": "success", "NEEDS_CORRECTION": "warning"}
        return looks.get(self.value, "neutral"), ""


# Each check sorts a row anew, until it is committed.
ROW_MOVES = {
    RowState.READY: {RowState.NEEDS_CORRECTION, RowState.DUPLICATE, RowState.SKIPPED, RowState.COMMITTED},
    RowState.NEEDS_CORRECTION: {RowState.READY, RowState.DUPLICATE, RowState.SKIPPED},
    RowState.DUPLICATE: {RowState.READY, RowState.NEEDS_CORRECTION, RowState.SKIPPED},
    RowState.SKIPPED: {RowState.READY, RowState.NEEDS_CORRECTION, RowState.DUPLICATE},
    RowState.COMMITTED: {RowState.UNDONE},
    RowState.UNDONE: set(),
}
WAITING = (RowState.NEEDS_CORRECTION, RowState.DUPLICATE)


class LeftoverPart(models.TextChoices):
    """What of a workbook can be left out, or hidden."""

    SHEET = "SHEET", _("Lembar")
    COLUMN = "COLUMN", _("Kolom")
    ROW = "ROW", _("Baris")
    CELL = "CELL", _("Sel")


class LeftoverReason(models.TextChoices):
    """Why a part of a workbook was not read; or why it is named although it was."""

    NOT_CHOSEN = "NOT_CHOSEN", _("Tidak dipilih; pilih di halaman Kolom, atau unggah berkasnya sekali lagi untuknya.")
    HIDDEN_SHEET = "HIDDEN_SHEET", _("Tersembunyi; tampilkan di Excel bila harus dibaca.")
    UNMAPPED = "UNMAPPED", _("Tidak dipasangkan dengan kolom impor; pasangkan di halaman Kolom bila perlu.")
    SERIAL = "SERIAL", _("Nomor urut.")
    ABOVE = "ABOVE", _("Di atas judul kolom.")
    NUMBERING = "NUMBERING", _("Nomor kolom di bawah judul.")
    HEADER = "HEADER", _("Judul kolom yang dicetak ulang.")
    TOTAL = "TOTAL", _("Baris jumlah; angkanya dibandingkan dengan jumlah barisnya.")
    EMPTY = "EMPTY", _("Kosong pada semua kolom yang dipasangkan.")
    HIDDEN_ROW = "HIDDEN_ROW", _("Tersembunyi; di halaman Kolom Anda memilih tidak membacanya.")
    FAR = "FAR", _("Jauh dari tabelnya.")
    BROKEN = "BROKEN", _("Rumusnya rusak; selnya dibiarkan kosong.")
    HIDDEN_ROW_READ = "HIDDEN_ROW_READ", _("Tersembunyi, tetapi ikut dibaca; di halaman Kolom dapat ditinggalkan.")
    HIDDEN_COLUMN_READ = "HIDDEN_COLUMN_READ", _("Tersembunyi, tetapi ikut dibaca.")
    MERGED_ONCE = "MERGED_ONCE", _("Sel gabungan ke bawah: angkanya dihitung sekali, pada baris pertamanya.")

    @property
    def is_read(self) -> bool:
        return self in (self.HIDDEN_ROW_READ, self.HIDDEN_COLUMN_READ, self.MERGED_ONCE)
