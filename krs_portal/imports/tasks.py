"""Deferred work: check a workbook, commit a batch.

Each is one transaction holding the lock of the batch's row: a worker that dies releases it and leaves nothing half
done; a second worker finds it locked and returns.
"""

from __future__ import annotations

import gc
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from celery import shared_task
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from krs_portal.accounts.audit import record_actor
from krs_portal.imports import checking, kinds, leftovers, progress, staging, tables, workbooks
from krs_portal.imports.enums import BatchState, LeftoverReason, RowState
from krs_portal.imports.models import Batch, Mapping
from krs_portal.kit.clock import now

logger = logging.getLogger(__name__)


class BatchFailed(Exception):
    """The work cannot be done; the message says why and what to do."""


@shared_task(soft_time_limit=1200, time_limit=1230)
def run_batch_check(batch_id: int) -> None:
    Batch.objects.filter(pk=batch_id, state=BatchState.QUEUED).update(state=BatchState.CHECKING, moved_at=now())
    work_on_batch(batch_id, "check_batch", BatchState.CHECKING, check_workbook, mark_check_failed)


@shared_task(soft_time_limit=1200, time_limit=1230)
def run_batch_commit(batch_id: int) -> None:
    work_on_batch(batch_id, "commit_batch", BatchState.COMMITTING, commit_ready_rows, mark_commit_failed)


def work_on_batch(
    batch_id: int, name: str, state: BatchState, doing: Callable[[Batch], None], failing: Callable[[Batch, str], None]
) -> None:
    held = Batch.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(state=state)
    with record_actor(name, batch=batch_id), translation.override("id"):
        try:
            with pause_garbage_collection(), transaction.atomic():
                if (batch := held.select_related("office").filter(pk=batch_id).first()) is None:
                    return
                doing(batch)
        except Exception as error:
            record_batch_failure(error, batch_id, held, failing)
        progress.delete_progress(batch_id)


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """Pause the garbage collector: with 100.000 rows in memory each collection takes long and frees nothing.

    Checking so many rows takes 4,5 s without it and 10,8 s with it.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def record_batch_failure(error: Exception, batch_id: int, held: Any, failing: Callable[[Batch, str], None]) -> None:
    told = isinstance(error, BatchFailed | workbooks.UnreadableWorkbook | ValidationError)
    if not told:
        logger.exception("batch %s failed", batch_id)
    with transaction.atomic():
        if (batch := held.filter(pk=batch_id).first()) is not None:
            text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error) if told else ""
            failing(batch, text[:500])


def mark_check_failed(batch: Batch, text: str) -> None:
    """Mark the check as failed. Rows committed earlier stay committed."""
    batch.failure = text or _("Pemeriksaan berhenti karena kesalahan pada portal. Berkasnya tersimpan; coba lagi.")
    set_batch_state(batch, BatchState.COMMITTED if batch.is_committed else BatchState.FAILED)


def mark_commit_failed(batch: Batch, text: str) -> None:
    batch.failure = text or _("Memasukkan data berhenti karena kesalahan. Tidak ada yang masuk; coba lagi.")
    restore_batch_state(batch)


def restore_batch_state(batch: Batch) -> None:
    if batch.rows.filter(state=RowState.COMMITTED).exists():
        set_batch_state(batch, BatchState.COMMITTED)
    else:
        batch.committed_at = batch.committed_by = None
        set_batch_state(batch, BatchState.READY)


def set_batch_state(batch: Batch, state: BatchState) -> None:
    batch.state, batch.moved_at = state, now()
    batch.progress = 0 if state == BatchState.FAILED else 100
    batch.counts = batch.rows.counts()
    batch.save()


def check_workbook(batch: Batch) -> None:
    """Read the workbook from the start and check every row; corrections made before are kept."""
    kind, tell = kinds.get_import_kind(batch.kind), partial(progress.save_progress, batch.pk)
    tell(5, _("Membuka berkas"))
    reading = read_table(batch, kind)
    table, sheet = reading.table, reading.sheet
    if refusal := why_not_readable(batch, table, kind):
        batch.failure, batch.leftovers = refusal, leftovers.list_leftovers(reading)
        set_batch_state(batch, BatchState.FAILED)  # what was found stays, so that columns can be chosen
        return
    tell(35, _("Memeriksa baris"))
    committed = dict(batch.rows.filter(state=RowState.COMMITTED).values_list("number", "identity"))
    rows = [row for row in table.rows if row[0] not in committed]
    found = list(checking.build_drafts(rows, batch.mapping, sheet.broken))
    corrected = {row.number: row.part("corrections") for row in batch.rows.open().exclude(corrections={}, sealed=None)}
    for draft in found:
        draft.corrections = corrected.get(draft.number) or draft.corrections
    checking.hint_at_origins(found, sheet, table, batch.mapping)
    checking.parse_drafts(found, kind)
    tell(60, _("Membandingkan dengan data yang ada"))
    known = {identity: number for number, identity in committed.items() if identity}
    checking.classify_drafts(found, kind, batch.office, batch.uploaded_by, known.get)
    tell(75, _("Menyimpan hasil pemeriksaan"))
    batch.rows.open().delete()
    staging.write_drafts(batch, found, kind)
    if not committed:
        batch.sums_before = checking.compare_totals(table, batch.mapping, found, kind)
        batch.notes = checking.list_strange_totals(table, batch.mapping, kind)
    table.left_rows |= {draft.number: LeftoverReason.EMPTY for draft in found if draft.state == RowState.SKIPPED}
    batch.failure, batch.leftovers = "", leftovers.list_leftovers(reading)
    set_batch_state(batch, BatchState.COMMITTED if committed else BatchState.READY)


def read_table(batch: Batch, kind: kinds.ImportKind) -> leftovers.Reading:
    """Read the table with the sheet, header, columns and hidden rows that were chosen, used last time, or guessed."""
    book = workbooks.open_workbook(batch.workbook.plain, batch.file_name)
    if not book.sheet_names:
        raise BatchFailed(_("Buku kerja ini tidak berisi lembar yang terlihat."))
    sheet = choose_sheet(book, batch, kind)
    table = tables.find_table(sheet, kind, batch.header_row)
    if not batch.mapping:
        before = Mapping.objects.filter(office=batch.office, kind=kind.code, fingerprint=table.fingerprint).first()
        batch.mapping = before.columns if before else tables.guess_column_mapping(table, kind)
    tables.set_totals_aside(table, kind, batch.mapping)
    hidden = [number for number, _cells in table.rows if number in sheet.hidden_rows]
    if not batch.reads_hidden_rows:
        table.rows = [row for row in table.rows if row[0] not in sheet.hidden_rows]
    merged_once = tables.fill_merged_cells(sheet, table, kind, batch.mapping)
    batch.sheet, batch.header_row = sheet.name, table.header_row
    batch.layout = {
        "sheets": book.sheet_names,
        "fingerprint": table.fingerprint,
        "hidden_rows": len(hidden),
        "columns": [
            {
                "index": heading.index, "letters": heading.letters, "title": heading.title,
                "nickname": heading.nickname, "samples": list_shown_samples(table, heading.index, batch, kind),
            }
            for heading in table.headings
        ],
    }  # fmt: skip
    return leftovers.Reading(book, sheet, table, batch.mapping, kind, hidden, batch.reads_hidden_rows, merged_once)


def list_shown_samples(table: tables.SheetTable, index: int, batch: Batch, kind: kinds.ImportKind) -> list[str]:
    """Samples of a column. A private column shows only its shape; an unmapped one, which may be private, no digits."""
    found, code = tables.list_samples(table, index), batch.mapping.get(str(index))
    if not kind.private or (code and code not in kind.private):
        return found
    hidden = r"\w" if code else r"\d"
    return list(dict.fromkeys(re.sub(hidden, "•", sample) for sample in found))


def why_not_readable(batch: Batch, table: tables.SheetTable, kind: kinds.ImportKind) -> str | None:
    missing = [column for column in kind.columns if column.required and column.code not in batch.mapping.values()]
    if missing:
        named = ", ".join(str(column.title) for column in missing)
        return _("Kolom wajib belum ditemukan: %s. Pasangkan kolomnya di halaman Kolom.") % named
    if not table.rows:
        return _("Tidak ada baris data di bawah judul kolom; pilih lembar atau baris judul yang lain.")
    return None


def choose_sheet(book: Any, batch: Batch, kind: kinds.ImportKind) -> workbooks.SourceSheet:
    """The chosen sheet, or the one whose header names most columns of the kind."""
    if batch.sheet in book.sheet_names:
        return book.sheet(batch.sheet)
    if len(book.sheet_names) == 1:
        return book.sheet(book.sheet_names[0])
    known = tables.map_column_names(kind.columns)
    sheets, wrong = [], None
    for name in book.sheet_names[:20]:
        try:
            sheets.append(book.sheet(name))
        except workbooks.UnreadableWorkbook as error:  # another sheet may be the one that is meant
            wrong = error
    if not sheets:
        raise wrong or BatchFailed(_("Buku kerja ini tidak berisi lembar yang terlihat."))
    return max(sheets, key=lambda sheet: (tables.find_header_row(sheet, known)[1], bool(sheet.rows)))


def commit_ready_rows(batch: Batch) -> None:
    """Commit all ready rows or none.

    Rows that somebody else created meanwhile are set back to duplicate or needs-correction.
    """
    kind, done = kinds.get_import_kind(batch.kind), 0
    if batch.committed_at is None:
        raise BatchFailed(_("Tidak tercatat siapa yang memasukkannya."))
    total = batch.rows.filter(state=RowState.READY).count() or 1
    for rows in staging.iterate_ready_rows(batch):
        progress.save_progress(batch.pk, 5 + 85 * done // total, _("Memasukkan baris"))
        lines = [checking.build_import_line(row, kind) for row in rows]
        kind.check(lines, batch.office, batch.committed_by)
        good = [place for place, line in enumerate(lines) if line.verdict is None]
        keys = kind.commit([lines[place] for place in good], batch, batch.committed_by, batch.committed_at)
        staging.mark_rows_committed([rows[place] for place in good], keys)
        for row, line in zip(rows, lines, strict=True):
            if verdict := line.verdict:
                row.state, row.problems = verdict
                row.save(update_fields=["state", "problems"])
        done += len(rows)
    progress.save_progress(batch.pk, 95, _("Menghitung jumlah"))
    batch.sums_after, batch.failure = sum_committed_rows(batch, kind), ""
    if batch.rows.filter(state=RowState.COMMITTED).exists():
        set_batch_state(batch, BatchState.COMMITTED)
    else:
        batch.failure = _("Tidak ada yang masuk: semua baris sementara itu sudah ada atau perlu perbaikan.")
        restore_batch_state(batch)


def sum_committed_rows(batch: Batch, kind: kinds.ImportKind) -> dict[str, float]:
    total: dict[str, float] = {}
    rows = batch.rows.filter(state=RowState.COMMITTED).values_list("cleaned", flat=True).iterator(chunk_size=5_000)
    for cleaned in rows:
        for code, value in kind.sums([cleaned]).items():
            total[code] = total.get(code, 0) + value
    return total
