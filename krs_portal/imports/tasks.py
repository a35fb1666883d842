"""Deferred work: a workbook is read and checked, a batch is committed. Each is one transaction that holds the batch's
row: a worker that dies lets go of it and leaves nothing half done, and whoever comes second finds it held and goes."""

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

from krs_portal.accounts.audit import acting
from krs_portal.imports import checking, kinds, progress, staging, tables, workbooks
from krs_portal.imports.enums import BatchState, RowState
from krs_portal.imports.models import Batch, Mapping, Row
from krs_portal.kit.clock import now

logger = logging.getLogger(__name__)


class Failed(Exception):
    """The work cannot be done; the message says why and what to do."""


@shared_task(soft_time_limit=1200, time_limit=1230)
def check_batch(batch_id: int) -> None:
    Batch.objects.filter(pk=batch_id, state=BatchState.QUEUED).update(state=BatchState.CHECKING, moved_at=now())
    work(batch_id, "check_batch", BatchState.CHECKING, check, could_not_check)


@shared_task(soft_time_limit=1200, time_limit=1230)
def commit_batch(batch_id: int) -> None:
    work(batch_id, "commit_batch", BatchState.COMMITTING, commit, could_not_commit)


def work(
    batch_id: int, name: str, state: BatchState, doing: Callable[[Batch], None], failing: Callable[[Batch, str], None]
) -> None:
    held = Batch.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).filter(state=state)
    with acting(name, batch=batch_id), translation.override("id"):
        try:
            with uninterrupted(), transaction.atomic():
                if (batch := held.select_related("office").filter(pk=batch_id).first()) is None:
                    return
                doing(batch)
        except Exception as error:
            failing_in_words(error, batch_id, held, failing)
        progress.forget(batch_id)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """A hundred thousand rows held at once make every sweep of the garbage collector slow, and none is garbage."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def failing_in_words(error: Exception, batch_id: int, held: Any, failing: Callable[[Batch, str], None]) -> None:
    told = isinstance(error, Failed | workbooks.Unreadable | ValidationError)
    if not told:
        logger.exception("batch %s failed", batch_id)
    with transaction.atomic():
        if (batch := held.filter(pk=batch_id).first()) is not None:
            text = " ".join(error.messages) if isinstance(error, ValidationError) else str(error) if told else ""
            failing(batch, text[:500])


def could_not_check(batch: Batch, text: str) -> None:
    """What is committed already stays as it was."""
    batch.failure = text or _("Pemeriksaan berhenti karena kesalahan pada portal. Berkasnya tersimpan; coba lagi.")
    moved(batch, BatchState.COMMITTED if batch.is_committed else BatchState.FAILED)


def could_not_commit(batch: Batch, text: str) -> None:
    batch.failure = text or _("Memasukkan data berhenti karena kesalahan. Tidak ada yang masuk; coba lagi.")
    back_to_before(batch)


def back_to_before(batch: Batch) -> None:
    if batch.rows.filter(state=RowState.COMMITTED).exists():
        moved(batch, BatchState.COMMITTED)
    else:
        batch.committed_at = batch.committed_by = None
        moved(batch, BatchState.READY)


def moved(batch: Batch, state: BatchState) -> None:
    batch.state, batch.moved_at = state, now()
    batch.progress = 0 if state == BatchState.FAILED else 100
    batch.counts = batch.rows.counts()
    batch.save()


def check(batch: Batch) -> None:
    """Read the workbook from the beginning; corrections made here are laid over what it says."""
    kind, tell = kinds.get(batch.kind), partial(progress.note, batch.pk)
    tell(5, _("Membuka berkas"))
    sheet, table = read(batch, kind)
    if refusal := why_not_readable(batch, table, kind):
        batch.failure = refusal  # what was found stays, so that columns can be chosen
        moved(batch, BatchState.FAILED)
        return
    tell(35, _("Memeriksa baris"))
    committed = dict(batch.rows.filter(state=RowState.COMMITTED).values_list("number", "identity"))
    rows = [row for row in table.rows if row[0] not in committed]
    found = list(checking.drafts(rows, batch.mapping, sheet.broken))
    corrected = {row.number: row.part("corrections") for row in batch.rows.open().exclude(corrections={}, sealed=None)}
    for draft in found:
        draft.corrections = corrected.get(draft.number) or draft.corrections
    checking.understand(found, kind)
    tell(60, _("Membandingkan dengan data yang ada"))
    known = {identity: number for number, identity in committed.items() if identity}
    checking.sort(found, kind, batch.office, batch.uploaded_by, known.get)
    tell(75, _("Menyimpan hasil pemeriksaan"))
    batch.rows.open().delete()
    staging.write(batch, found, kind)
    if not committed:
        batch.sums_before = checking.totals_beside(table, batch.mapping, found, kind)
        batch.notes = checking.strange_totals(table, batch.mapping, kind)
    batch.failure = ""
    moved(batch, BatchState.COMMITTED if committed else BatchState.READY)


def read(batch: Batch, kind: kinds.ImportKind) -> tuple[workbooks.Sheet, tables.Table]:
    """The table, with sheet, header and columns as somebody chose them, or as they were the last time, or guessed."""
    book = workbooks.opened(batch.workbook.plain, batch.file_name)
    if not book.sheet_names:
        raise Failed(_("Buku kerja ini tidak berisi lembar yang terlihat."))
    sheet = chosen(book, batch, kind)
    table = tables.found_in(sheet, kind, batch.header_row)
    if not batch.mapping:
        before = Mapping.objects.filter(office=batch.office, kind=kind.code, fingerprint=table.fingerprint).first()
        batch.mapping = before.columns if before else tables.guessed(table, kind)
    tables.set_totals_aside(table, kind, batch.mapping)
    batch.sheet, batch.header_row = sheet.name, table.header_row
    batch.layout = {
        "sheets": book.sheet_names,
        "fingerprint": table.fingerprint,
        "columns": [
            {
                "index": heading.index, "letters": heading.letters, "title": heading.title,
                "nickname": heading.nickname, "samples": samples(table, heading.index, batch, kind),
            }
            for heading in table.headings
        ],
    }  # fmt: skip
    return sheet, table


def samples(table: tables.Table, index: int, batch: Batch, kind: kinds.ImportKind) -> list[str]:
    """What stands in a column; only its shape where it is private, no figures where it might be."""
    found, code = tables.samples(table, index), batch.mapping.get(str(index))
    if not kind.private or (code and code not in kind.private):
        return found
    hidden = r"\w" if code else r"\d"
    return list(dict.fromkeys(re.sub(hidden, "•", sample) for sample in found))


def why_not_readable(batch: Batch, table: tables.Table, kind: kinds.ImportKind) -> str | None:
    missing = [column for column in kind.columns if column.required and column.code not in batch.mapping.values()]
    if missing:
        named = ", ".join(str(column.title) for column in missing)
        return _("Kolom wajib belum ditemukan: %s. Pasangkan kolomnya di halaman Kolom.") % named
    if not table.rows:
        return _("Tidak ada baris data di bawah judul kolom; pilih lembar atau baris judul yang lain.")
    return None


def chosen(book: Any, batch: Batch, kind: kinds.ImportKind) -> workbooks.Sheet:
    """The sheet somebody chose, or the one whose header names most of what the kind looks for."""
    if batch.sheet in book.sheet_names:
        return book.sheet(batch.sheet)
    if len(book.sheet_names) == 1:
        return book.sheet(book.sheet_names[0])
    known = tables.names_of(kind.columns)
    sheets = (book.sheet(name) for name in book.sheet_names[:20])
    return max(sheets, key=lambda sheet: (tables.best_row(sheet, known)[1], bool(sheet.rows)))


def commit(batch: Batch) -> None:
    """All rows that are ready, or none. What somebody else brought in meanwhile waits as what it is now."""
    kind, done = kinds.get(batch.kind), 0
    if batch.committed_at is None:
        raise Failed(_("Tidak tercatat siapa yang memasukkannya."))
    total = batch.rows.filter(state=RowState.READY).count() or 1
    for rows in staging.ready(batch):
        progress.note(batch.pk, 5 + 85 * done // total, _("Memasukkan baris"))
        lines = [checking.line_of(row, kind) for row in rows]
        kind.check(lines, batch.office, batch.committed_by)
        good = [place for place, line in enumerate(lines) if not line.problems and not line.twin]
        keys = kind.commit([lines[place] for place in good], batch, batch.committed_by, batch.committed_at)
        staging.mark_committed([rows[place] for place in good], keys)
        for row, line in zip(rows, lines, strict=True):
            if line.problems or line.twin:
                wait(row, line)
        done += len(rows)
    progress.note(batch.pk, 95, _("Menghitung jumlah"))
    batch.sums_after, batch.failure = sums_of_committed(batch, kind), ""
    if batch.rows.filter(state=RowState.COMMITTED).exists():
        moved(batch, BatchState.COMMITTED)
    else:
        batch.failure = _("Tidak ada yang masuk: semua baris sementara itu sudah ada atau perlu perbaikan.")
        back_to_before(batch)


def wait(row: Row, line: kinds.Line) -> None:
    row.state = RowState.NEEDS_CORRECTION if line.problems else RowState.DUPLICATE
    row.problems = line.problems or [{"column": "", "text": line.twin}]
    row.save(update_fields=["state", "problems"])


def sums_of_committed(batch: Batch, kind: kinds.ImportKind) -> dict[str, float]:
    total: dict[str, float] = {}
    rows = batch.rows.filter(state=RowState.COMMITTED).values_list("cleaned", flat=True).iterator(chunk_size=5_000)
    for cleaned in rows:
        for code, value in kind.sums([cleaned]).items():
            total[code] = total.get(code, 0) + value
    return total
