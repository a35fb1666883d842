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
