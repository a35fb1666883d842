"""Writes and reads many rows at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.db import connection

from krs_portal.imports.checking import RowDraft, build_row_columns
from krs_portal.imports.enums import RowState
from krs_portal.imports.kinds import ImportKind
from krs_portal.imports.models import Batch, Row
from krs_portal.kit.quiet_log import copy_rows
from krs_portal.kit.sealing import seal_bytes

COLUMNS = (
    "batch_id", "number", "state", "raw", "corrections", "cleaned", "sealed", "problems", "hints", "identity",
    "result_key",
)  # fmt: skip
AT_ONCE = 5_000
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # as JSON writes it, not as somebody wrote a backslash


def write_drafts(batch: Batch, found: Sequence[RowDraft], kind: ImportKind) -> None:
    """Insert the drafts with COPY.

    The lines are built here: with psycopg's own adaptation of every cell 20.000 rows take 0,86 s instead of 0,60 s.
    """
    with copy_rows(f"COPY imports_row ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for start in range(0, len(found), AT_ONCE):
            copy.write(
                "".join(
                    format_copy_line(batch.pk, build_row_columns(draft, kind))
                    for draft in found[start : start + AT_ONCE]
                )
            )


def format_copy_line(batch_id: int, row: dict[str, Any]) -> str:
    sealed = seal_bytes(row["sealed"].encode()).decode() if row["sealed"] else r"\N"
    corrections = escape_copy_json(row["corrections"]) if row["corrections"] else "{}"
    problems = escape_copy_json(row["problems"]) if row["problems"] else "[]"
    hints = escape_copy_json(row["hints"]) if row["hints"] else "[]"
    return (
        f"{batch_id}\t{row['number']}\t{row['state']!s}\t{escape_copy_json(row['raw'])}\t{corrections}"
        f"\t{escape_copy_json(row['cleaned'])}\t{sealed}\t{problems}\t{hints}\t{row['identity']}\t\n"
    )


def escape_copy_json(value: Any) -> str:
    """JSON escaped for COPY's text format. NUL is dropped: jsonb cannot hold it."""
    text = orjson.dumps(value).decode()
    if "\\" not in text:
        return text
    return NUL.sub(r"\1", text).replace("\\", "\\\\")


def iterate_ready_rows(batch: Batch) -> Iterator[list[Row]]:
    """Yield the ready rows in chunks of AT_ONCE, in the order of the sheet."""
    after = 0
    while True:
        found = Row.objects.filter(batch=batch, state=RowState.READY, number__gt=after).order_by("number")[:AT_ONCE]
        rows = list(found)
        if not rows:
            return
        for row in rows:
            row.batch = batch
        yield rows
        after = rows[-1].number


def mark_rows_committed(rows: Sequence[Row], keys: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE imports_row SET state = %s, result_key = made.key"
            " FROM unnest(%s::bigint[], %s::text[]) AS made(pk, key) WHERE id = made.pk",
            [RowState.COMMITTED, [row.pk for row in rows], [str(key) for key in keys]],
        )
