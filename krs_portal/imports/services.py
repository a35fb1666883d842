"""Uploading, choosing columns, correcting, committing, undoing, and resuming what a dead worker left."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from collections.abc import Mapping as Pairs
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from krs_portal.imports import checking, corrections, kinds, policies, tasks, workbooks
from krs_portal.imports.enums import BATCH_MOVES, BatchState, RowState
from krs_portal.imports.models import Batch, Mapping, Row, Workbook
from krs_portal.kit.locking import lock_row
from krs_portal.kit.personal import erase_rows
from krs_portal.kit.refusals import refuse_if
from krs_portal.kit.sealing import seal_bytes
from krs_portal.kit.valkey import ask_worker
from krs_portal.offices.models import Office

ATTEMPTS = 3


@transaction.atomic
def upload_batch(
    *, kind: kinds.ImportKind, office: Office, file_name: str, content: bytes, by: Any, at: datetime
) -> Batch:
    """Store the workbook and queue its check. A file that is no readable workbook is refused here."""
    refuse_if(kind.why_not_import(by, office))
    try:
        workbooks.check_workbook_file(content, file_name)
    except workbooks.UnreadableWorkbook as error:
        raise ValidationError({"file": str(error)}) from error
    batch = Batch.objects.create(
        kind=kind.code, office=office, file_name=file_name[-200:], sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), moved_at=at, uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    kept = seal_bytes(content) if kind.private else content
    Workbook.objects.create(batch=batch, content=kept, is_sealed=bool(kind.private))
    ask_worker(tasks.run_batch_check, batch.pk)
    return batch


@transaction.atomic
def choose_columns(
    *,
    batch: Batch,
    sheet: str,
    header_row: int | None,
    mapping: Pairs[str, str],
    reads_hidden_rows: bool = True,
    by: Any,
    at: datetime,
) -> Batch:
    """Queue the check again with the chosen sheet, header and columns, and with or without the hidden rows.

    Another sheet or header row means that columns are guessed anew; chosen columns are remembered for the office.
    """
    batch = lock_batch(batch)
    refuse_if(policies.why_not_map(by, batch))
    same = sheet == batch.sheet and header_row in (None, batch.header_row)
    batch.sheet, batch.header_row, batch.mapping = sheet, header_row, dict(mapping) if same else {}
    batch.reads_hidden_rows = reads_hidden_rows
    if same:
        Mapping.objects.update_or_create(
            office=batch.office, kind=batch.kind, fingerprint=batch.layout["fingerprint"],
            defaults={"columns": batch.mapping, "chosen_at": at, "chosen_by": by},
        )  # fmt: skip
    return queue_batch_check(batch, at)


@transaction.atomic
def correct_row(*, row: Row, written: Pairs[str, str], by: Any, at: datetime) -> Row:
    """Store the corrections of one row and check it again."""
    batch = lock_batch(row.batch)
    row = lock_row(row)
    row.batch = batch
    refuse_if(policies.why_not_correct_row(by, row))
    checking.apply_corrections(row, written)
    checking.recheck_row(row, by)
    batch.counts = batch.rows.counts()
    batch.save(update_fields=["counts"])
    return row


@transaction.atomic
def take_corrections(*, batch: Batch, file_name: str, content: bytes, by: Any, at: datetime) -> Batch:
    """Replace cells by those of the filled-in error workbook and queue the check of the whole batch."""
    batch = lock_batch(batch)
    refuse_if(policies.why_not_correct(by, batch))
    try:
        told = corrections.read_corrections(batch, file_name, content)
    except workbooks.UnreadableWorkbook as error:
        raise ValidationError({"file": str(error)}) from error
    for row in batch.rows.open().filter(number__in=told).select_for_update(of=("self",)):
        checking.apply_corrections(row, told[row.number])
        row.save(update_fields=["corrections", "sealed"])
    return queue_batch_check(batch, at)


@transaction.atomic
def recheck_batch(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """Queue the check again: after a failure, or because the data it was compared with have changed."""
    batch = lock_batch(batch)
    refuse_if(policies.why_not_work(by, batch))
    return queue_batch_check(batch, at)


@transaction.atomic
def commit_batch(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """Queue the commit of all ready rows, in one transaction. Rows that wait stay and can be committed later."""
    batch = lock_batch(batch)
    refuse_if(policies.why_not_commit(by, batch))
    batch.state, batch.progress, batch.attempts, batch.failure = BatchState.COMMITTING, 0, 1, ""
    batch.committed_at, batch.committed_by, batch.moved_at = at, by, at
    batch.save()
    ask_worker(tasks.run_batch_commit, batch.pk)
    return batch


@transaction.atomic
def undo_batch(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """Delete everything the batch created, or raise ValidationError with the reason why not."""
    batch = lock_batch(batch)
    refuse_if(policies.why_not_undo(by, batch))
    batch.import_kind.undo(batch, by, at)
    batch.rows.filter(state=RowState.COMMITTED).update(state=RowState.UNDONE)
    batch.state, batch.moved_at, batch.undone_at, batch.undone_by = BatchState.UNDONE, at, at, by
    batch.sums_after, batch.counts = {}, batch.rows.counts()
    batch.save()
    return batch


@transaction.atomic
def requeue_stalled_batches(*, at: datetime) -> list[Batch]:
    """Queue again what has been silent for too long; after three attempts mark it as failed. Runs from a job."""
    stalled = Batch.objects.silent_since(at - timedelta(seconds=settings.REPORT_SILENCE)).order_by("moved_at", "pk")
    found = list(stalled.select_for_update(of=("self",), skip_locked=True))
    for batch in found:
        if batch.attempts >= ATTEMPTS:
            failing = tasks.mark_commit_failed if batch.state == BatchState.COMMITTING else tasks.mark_check_failed
            failing(batch, "")
            continue
        batch.attempts, batch.moved_at = batch.attempts + 1, at
        task = tasks.run_batch_commit
        if batch.state != BatchState.COMMITTING:
            batch.state, task = BatchState.QUEUED, tasks.run_batch_check
        batch.save()
        ask_worker(task, batch.pk)
    return found


def lock_batch(batch: Batch) -> Batch:
    """Lock the batch's row.

    Raises PermissionDenied if a worker holds it: a worker may need minutes, so we do not wait.
    """
    try:
        return lock_row(batch, "office__parent", no_key=True, skip_locked=True)
    except Batch.DoesNotExist:
        raise PermissionDenied(policies.describe_work()) from None


def queue_batch_check(batch: Batch, at: datetime) -> Batch:
    if BatchState.QUEUED not in BATCH_MOVES[BatchState(batch.state)]:
        raise PermissionDenied(policies.describe_work())
    batch.state, batch.progress, batch.attempts, batch.failure, batch.moved_at = BatchState.QUEUED, 0, 1, "", at
    batch.save()
    ask_worker(tasks.run_batch_check, batch.pk)
    return batch


@transaction.atomic
def erase_staged_rows(kind: str, results: Collection[Any]) -> int:
    """Empty the staged rows of which these rows were made, and the workbooks in which they stood; return how many."""
    rows = Row.objects.filter(batch__kind=kind, result_key__in=[str(key) for key in results])
    batches = set(rows.values_list("batch", flat=True))
    erase_rows(Workbook, list(Workbook.objects.filter(batch__in=batches).values_list("pk", flat=True)))
    return erase_rows(Row, list(rows.values_list("pk", flat=True)))
