"""Who may do what with imports, as sentences. `None` means yes. Roles are the kind's business, states are ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from krs_portal.imports import kinds
from krs_portal.imports.enums import BATCH_MOVES, ROW_MOVES, WAITING, WORKING, BatchState, RowState
from krs_portal.imports.models import Batch, Row
from krs_portal.offices.models import Membership, Office


def sees_imports(user: Any) -> bool:
    """Whether any kind of import is the user's business."""
    return bool(user.is_authenticated) and bool(kinds.list_visible_kinds(user))


def list_import_offices(user: Any, kind: kinds.ImportKind) -> list[Office]:
    """The user's own offices for which a workbook of this kind may be uploaded."""
    own = Office.objects.filter(pk__in=Membership.objects.of(user).values("office")).select_related("parent")
    return [office for office in own.order_by("code", "pk") if kind.why_not_import(user, office) is None]


def describe_work() -> str:
    return _("Impor ini sedang dikerjakan; tunggu sampai selesai.")


def why_not_upload(offices: Sequence[Office]) -> str | None:
    """`offices` are those of `list_import_offices`."""
    return None if offices else _("Buku kerja jenis ini tidak dimasukkan dari unit Anda.")


def why_not_work(user: Any, batch: Batch) -> str | None:
    """Asked before every change of a batch."""
    if refusal := batch.import_kind.why_not_import(user, batch.office):
        return refusal
    if batch.state in WORKING:
        return describe_work()
    if batch.state == BatchState.UNDONE:
        return _("Impor ini sudah dibatalkan; unggah berkasnya sekali lagi.")
    return None


def why_not_map(user: Any, batch: Batch) -> str | None:
    """Sheet, header and columns can be chosen until rows are committed."""
    if refusal := why_not_work(user, batch):
        return refusal
    if batch.is_committed:
        return _("Sebagian barisnya sudah dimasukkan; batalkan impor ini sebelum memasangkan kolomnya kembali.")
    if not batch.layout:
        return _("Berkas ini tidak terbaca; unggah berkas yang sudah diperbaiki.")
    return None


def why_not_correct(user: Any, batch: Batch) -> str | None:
    if refusal := why_not_work(user, batch):
        return refusal
    if batch.state == BatchState.FAILED:
        return _("Berkas ini belum terbaca; pasangkan kolomnya lebih dahulu.")
    return None


def why_not_correct_row(user: Any, row: Row) -> str | None:
    if refusal := why_not_correct(user, row.batch):
        return refusal
    if ROW_MOVES[RowState(row.state)].isdisjoint(WAITING):  # committed, or undone
        return _("Baris ini sudah dimasukkan; perbaiki pada datanya.")
    return None


def why_not_commit(user: Any, batch: Batch) -> str | None:
    if refusal := why_not_work(user, batch):
        return refusal
    if BatchState.COMMITTING not in BATCH_MOVES[BatchState(batch.state)]:
        return _("Berkas ini belum terbaca; pasangkan kolomnya lebih dahulu.")
    if not batch.counts.get(RowState.READY):
        return _("Tidak ada baris yang siap dimasukkan.")
    return None


def why_not_undo(user: Any, batch: Batch) -> str | None:
    if refusal := why_not_work(user, batch):
        return refusal
    if BatchState.UNDONE not in BATCH_MOVES[BatchState(batch.state)]:
        return _("Belum ada yang dimasukkan dari impor ini.")
    return None
