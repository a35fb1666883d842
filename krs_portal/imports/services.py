"""Handing in, choosing columns, correcting, committing, undoing, and picking up what a dead worker left."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Pairs
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from krs_portal.imports import checking, corrections, kinds, policies, sealing, tasks, workbooks
from krs_portal.imports.enums import BATCH_MOVES, BatchState, RowState
from krs_portal.imports.models import Batch, Mapping, Row, Workbook
from krs_portal.offices.models import Office

ATTEMPTS = 3


def refuse(sentence: str | None) -> None:
    if sentence:
        raise PermissionDenied(sentence)


@transaction.atomic
def upload_batch(
    *, kind: kinds.ImportKind, office: Office, file_name: str, content: bytes, by: Any, at: datetime
) -> Batch:
    """Keep the workbook and have it checked. What is no workbook is refused at once."""
    refuse(kind.why_not_import(by, office))
    try:
        workbooks.refuse_unreadable(content, file_name)
    except workbooks.Unreadable as error:
        raise ValidationError({"file": str(error)}) from error
    batch = Batch.objects.create(
        kind=kind.code, office=office, file_name=file_name[-200:], sha256=hashlib.sha256(content).hexdigest(),
        size=len(content), moved_at=at, uploaded_at=at, uploaded_by=by,
    )  # fmt: skip
    kept = sealing.seal(content) if kind.private else content
    Workbook.objects.create(batch=batch, content=kept, is_sealed=bool(kind.private))
    transaction.on_commit(partial(tasks.check_batch.delay, batch.pk), robust=True)
    return batch


@transaction.atomic
def choose_columns(
    *, batch: Batch, sheet: str, header_row: int | None, mapping: Pairs[str, str], by: Any, at: datetime
) -> Batch:
    """Read it again as told. Another sheet or header is guessed anew; chosen columns are remembered for the office."""
    batch = held(batch)
    refuse(policies.why_not_map(by, batch))
    same = sheet == batch.sheet and header_row in (None, batch.header_row)
    batch.sheet, batch.header_row, batch.mapping = sheet, header_row, dict(mapping) if same else {}
    if same:
        Mapping.objects.update_or_create(
            office=batch.office, kind=batch.kind, fingerprint=batch.layout["fingerprint"],
            defaults={"columns": batch.mapping, "chosen_at": at, "chosen_by": by},
        )  # fmt: skip
    return queue(batch, at)


@transaction.atomic
def correct_row(*, row: Row, written: Pairs[str, str], by: Any, at: datetime) -> Row:
    """Put right what stands in a row, and look at it again."""
    batch = held(row.batch)
    row = Row.objects.select_for_update(of=("self",)).get(pk=row.pk)
    row.batch = batch
    refuse(policies.why_not_correct_row(by, row))
    checking.correct(row, written)
    checking.recheck(row, by)
    batch.counts = batch.rows.counts()
    batch.save(update_fields=["counts"])
    return row


@transaction.atomic
def take_corrections(*, batch: Batch, file_name: str, content: bytes, by: Any, at: datetime) -> Batch:
    """The error workbook, filled in: what it says replaces what stands in its rows, and everything is checked again."""
    batch = held(batch)
    refuse(policies.why_not_correct(by, batch))
    try:
        told = corrections.read(batch, file_name, content)
    except workbooks.Unreadable as error:
        raise ValidationError({"file": str(error)}) from error
    for row in batch.rows.open().filter(number__in=told).select_for_update(of=("self",)):
        checking.correct(row, told[row.number])
        row.save(update_fields=["corrections", "sealed"])
    return queue(batch, at)


@transaction.atomic
def check_again(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """After a failure of the portal, or when the data it is compared with have changed."""
    batch = held(batch)
    refuse(policies.why_not_work(by, batch))
    return queue(batch, at)


@transaction.atomic
def commit_batch(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """Have all rows that are ready brought in, in one go; those that wait stay, and may follow."""
    batch = held(batch)
    refuse(policies.why_not_commit(by, batch))
    batch.state, batch.progress, batch.attempts, batch.failure = BatchState.COMMITTING, 0, 1, ""
    batch.committed_at, batch.committed_by, batch.moved_at = at, by, at
    batch.save()
    transaction.on_commit(partial(tasks.commit_batch.delay, batch.pk), robust=True)
    return batch


@transaction.atomic
def undo_batch(*, batch: Batch, by: Any, at: datetime) -> Batch:
    """Take back everything it brought in, or say what stands in the way."""
    batch = held(batch)
    refuse(policies.why_not_undo(by, batch))
    batch.import_kind.undo(batch, by, at)
    batch.rows.filter(state=RowState.COMMITTED).update(state=RowState.UNDONE)
    batch.state, batch.moved_at, batch.undone_at, batch.undone_by = BatchState.UNDONE, at, at, by
    batch.sums_after, batch.counts = {}, batch.rows.counts()
    batch.save()
    return batch


@transaction.atomic
def resume_stalled(*, at: datetime) -> list[Batch]:
    """Ask again for what is asked for and nobody holds; after three attempts say that it failed."""
    stalled = Batch.objects.silent_since(at - timedelta(seconds=settings.REPORT_SILENCE)).order_by("moved_at", "pk")
    found = list(stalled.select_for_update(of=("self",), skip_locked=True))
    for batch in found:
        if batch.attempts >= ATTEMPTS:
            failing = tasks.could_not_commit if batch.state == BatchState.COMMITTING else tasks.could_not_check
            failing(batch, "")
            continue
        batch.attempts, batch.moved_at = batch.attempts + 1, at
        task = tasks.commit_batch
        if batch.state != BatchState.COMMITTING:
            batch.state, task = BatchState.QUEUED, tasks.check_batch
        batch.save()
        transaction.on_commit(partial(task.delay, batch.pk), robust=True)
    return found


def held(batch: Batch) -> Batch:
    """The row, locked until the transaction ends; what a worker holds is being worked on, and is not waited for."""
    rows = Batch.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    found = rows.select_related("office__parent").filter(pk=batch.pk).first()
    if found is None:
        raise PermissionDenied(_("Impor ini sedang dikerjakan; tunggu sampai selesai."))
    return found


def queue(batch: Batch, at: datetime) -> Batch:
    if BatchState.QUEUED not in BATCH_MOVES[BatchState(batch.state)]:
        raise PermissionDenied(_("Impor ini sedang dikerjakan; tunggu sampai selesai."))
    batch.state, batch.progress, batch.attempts, batch.failure, batch.moved_at = BatchState.QUEUED, 0, 1, "", at
    batch.save()
    transaction.on_commit(partial(tasks.check_batch.delay, batch.pk), robust=True)
    return batch
